using System.Globalization;
using System.Runtime.InteropServices;
using Detainees.Endurance.Running;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Published;

/// <summary>The arithmetic with secret scalars as it is shipped: the source's lack of branches must survive this compiler too (see CompiledCodeTests of Sealing).</summary>
public sealed class MachineCodeTests
{
    /// <summary>This compiler leaves these alone as well.</summary>
    private static readonly string[] AlsoNeverInlined =
    [
        "FourElements:MultiplyTogether", "FourElements:Add", "FourElements:Subtract", "FourElements:Negate", "FourElements:.ctor", "ManagedX25519+Working:TakeBit",
        "FieldElement:Add", "FieldElement:Subtract", "FieldElement:Carry", "FieldElement:Invert",
    ];

    private static readonly string Compiled = Checkout.Path("src", "Detainees.Bot", "bin", "Release", "net10.0", "linux-x64", "native", "Detainees.Bot");

    private const string Curve = "Detainees_Sealing_Detainees_Sealing_Curve25519_";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_shipped_ladder_and_tables_have_no_conditional_jump_but_those_of_their_loops()
    {
        var (program, symbols) = await SymbolsAsync();
        var jumps = new Dictionary<string, int>();
        foreach (var line in symbols.Where(line => line.Contains(Curve, StringComparison.Ordinal)))
        {
            if (line.Split(' ') is not [var at, var size, "T" or "t", var symbol]) continue;
            var name = symbol[(symbol.IndexOf(Curve, StringComparison.Ordinal) + Curve.Length)..];
            if (!SecretArithmetic.Methods.Append(SecretArithmetic.Loop).Any(method => IsOf(name, method))) continue;
            var (from, length) = (Convert.ToInt64(at, 16), Convert.ToInt64(size, 16));
            var code = await OutsideTools.RunAsync(
                OutsideTools.Require("objdump"),
                ["--disassemble", "--no-show-raw-insn", string.Create(CultureInfo.InvariantCulture, $"--start-address={from}"), string.Create(CultureInfo.InvariantCulture, $"--stop-address={from + length}"), program],
                Cancel);
            Assert.True(code.ExitCode == 0 && Operations(code.Text).Count > 3, $"{symbol}\n{code.Text}{code.Error}");
            jumps[name] = Operations(code.Text).Count(IsConditionalJump);
        }

        Assert.True(jumps.Remove(Symbol(SecretArithmetic.Loop), out var loops));
        Assert.InRange(loops, 1, 20);
        Assert.All(SecretArithmetic.NeverInlined.Concat(AlsoNeverInlined), method => Assert.Contains(jumps.Keys, name => IsOf(name, method)));
        Assert.All(jumps, method => Assert.Equal(0, method.Value));
    }

    /// <summary>As this compiler writes a method; overloads have a number behind it.</summary>
    private static string Symbol(string method) => method.Replace('+', '_').Replace(":.", "___", StringComparison.Ordinal).Replace(":", "__", StringComparison.Ordinal);

    private static bool IsOf(string name, string method) => name == Symbol(method) || name.StartsWith(Symbol(method) + "_", StringComparison.Ordinal);

    [Fact]
    public async Task The_shipped_program_contains_no_code_that_opens_a_report()
    {
        var (_, symbols) = await SymbolsAsync();
        Assert.Contains(symbols, line => line.Contains("Detainees_Sealing_", StringComparison.Ordinal));
        Assert.DoesNotContain(symbols, line => line.Contains("Detainees_Opening", StringComparison.Ordinal) || line.Contains("Detainees_Desk_", StringComparison.Ordinal));
    }

    /// <summary>They stay where it was compiled; the shipped file has none.</summary>
    private static async Task<(string Program, string[] Lines)> SymbolsAsync()
    {
        Assert.SkipUnless(RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.X64, "the published program is machine code on x64 only");
        if (BotProgram.Published is not { } program)
        {
            OutsideTools.Missing("the published program (DETAINEES_PROGRAM)");
            return ("", []);
        }

        var (shipped, compiled) = (await File.ReadAllBytesAsync(program, Cancel), await File.ReadAllBytesAsync(Compiled, Cancel));
        Assert.True(shipped.AsSpan().SequenceEqual(compiled), "it was compiled anew since it was published");
        var named = await OutsideTools.RunAsync(OutsideTools.Require("nm"), ["--print-size", Compiled + ".dbg"], Cancel);
        Assert.True(named.ExitCode == 0, named.Error);
        return (program, named.Text.Split('\n'));
    }

    /// <summary>Of objdump's "address: tab operation operands".</summary>
    private static List<string> Operations(string listing) =>
        [.. listing.Split('\n').Select(line => line.Split('\t')).Where(parts => parts.Length > 1).Select(parts => parts[1].Split(' ')[0])];

    /// <summary>Any j but jmp.</summary>
    private static bool IsConditionalJump(string operation) => operation is ['j', ..] && operation != "jmp";
}
