using System.Globalization;
using Detainees.Endurance.Running;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Published;

/// <summary>The arithmetic with secret scalars as it is shipped: the source's lack of branches must survive this compiler too (see CompiledCodeTests of Sealing).</summary>
public sealed class MachineCodeTests
{
    /// <summary>All that computes with a scalar or with what comes of it and has code of its own in the program; the rest is inlined into these.</summary>
    private static readonly string[] Arithmetic =
    [
        "ManagedX25519__Rung", "FixedPoint__NextDigit", "FixedPoint__LastDigit", "FixedPoint__AddDigits", "FixedPoint__AddUp", "TableRow_Coordinates__Choose",
        "FourPoints__Add", "FourElements__MultiplyTogether", "FourElements__Swap", "EdwardsPoint__Add", "FieldElement__Multiply", "FieldElement__Square",
        "FieldElement__Swap", "FieldElement__Reduce", "FieldElement__Add", "FieldElement__Subtract", "FieldElement__Carry", "FieldElement__Invert",
        "FourElements__Add", "FourElements__Subtract", "FourElements__Negate",
    ];

    /// <summary>The loop around the rungs: it must jump, and whoever sees no jump there would see none anywhere.</summary>
    private const string Loop = "ManagedX25519__Ladder";

    private const string Curve = "Detainees_Sealing_Detainees_Sealing_Curve25519_";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_shipped_ladder_and_tables_have_no_conditional_jump_but_those_of_their_loops()
    {
        if (BotProgram.Published is not { } program)
        {
            OutsideTools.Missing("the published program (DETAINEES_PROGRAM)");
            return;
        }

        // The symbols stay where it was compiled; the shipped file has none.
        var symbols = Checkout.Path("src", "Detainees.Bot", "bin", "Release", "net10.0", "linux-x64", "native", "Detainees.Bot.dbg");
        var named = await OutsideTools.RunAsync(OutsideTools.Require("nm"), ["--print-size", symbols], Cancel);
        Assert.True(named.ExitCode == 0, named.Error);
        var jumps = new Dictionary<string, int>();
        foreach (var line in named.Text.Split('\n').Where(line => line.Contains(Curve, StringComparison.Ordinal)))
        {
            if (line.Split(' ') is not [var at, var size, "T" or "t", var symbol]) continue;
            var name = symbol[(symbol.IndexOf(Curve, StringComparison.Ordinal) + Curve.Length)..];
            if (!Arithmetic.Append(Loop).Any(wanted => name == wanted || name.StartsWith(wanted + "_", StringComparison.Ordinal))) continue;
            var (from, length) = (Convert.ToInt64(at, 16), Convert.ToInt64(size, 16));
            var code = await OutsideTools.RunAsync(
                OutsideTools.Require("objdump"),
                ["--disassemble", "--no-show-raw-insn", string.Create(CultureInfo.InvariantCulture, $"--start-address={from}"), string.Create(CultureInfo.InvariantCulture, $"--stop-address={from + length}"), program],
                Cancel);
            Assert.True(code.ExitCode == 0 && Operations(code.Text).Count > 3, $"{symbol}\n{code.Text}{code.Error}");
            jumps[name] = Operations(code.Text).Count(IsConditionalJump);
        }

        Assert.InRange(jumps[Loop], 1, 20);
        jumps.Remove(Loop);
        Assert.All(Arithmetic, wanted => Assert.Contains(jumps.Keys, name => name == wanted || name.StartsWith(wanted + "_", StringComparison.Ordinal)));
        Assert.All(jumps, method => Assert.Equal(0, method.Value));
    }

    /// <summary>Of objdump's "address: tab operation operands".</summary>
    private static List<string> Operations(string listing) =>
        [.. listing.Split('\n').Select(line => line.Split('\t')).Where(parts => parts.Length > 1).Select(parts => parts[1].Split(' ')[0])];

    /// <summary>Any j but jmp.</summary>
    private static bool IsConditionalJump(string operation) => operation is ['j', ..] && operation != "jmp";
}
