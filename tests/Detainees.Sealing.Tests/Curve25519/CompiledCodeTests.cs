using System.Runtime.Intrinsics.X86;
using Detainees.Testing;

namespace Detainees.Sealing.Tests.Curve25519;

/// <summary>Looks at what the compiler of this machine makes of the curve's arithmetic: the source's lack of branches must survive it.</summary>
public sealed class CompiledCodeTests
{
    /// <summary>
    /// All that computes with a scalar or with what comes of it, down from the ladder and the tables. What stands around them, the loops and the
    /// reading of bytes, hands on and branches on lengths and counts only.
    /// </summary>
    private static readonly string[] Arithmetic =
    [
        "ManagedX25519:Rung",
        "FixedPoint:NextDigit", "FixedPoint:LastDigit", "FixedPoint:AddDigits", "FixedPoint:AddUp",
        "TableRow:Choose", "TableRow+Coordinates:Choose", "FourMultiples:Negate", "FourPoints:Add", "FourPoints:Lane",
        "FourElements:.ctor", "FourElements:Lane", "FourElements:Add", "FourElements:Subtract", "FourElements:Swap", "FourElements:Negate",
        "FourElements:Multiply", "FourElements:MultiplyTogether", "FourElements:MultiplyOneByOne", "FourElements:Carry",
        "EdwardsPoint:Add", "EdwardsPoint:ToFraction",
        "FieldElement:Multiply", "FieldElement:Square", "FieldElement:Carry", "FieldElement:Swap", "FieldElement:Add",
        "FieldElement:Subtract", "FieldElement:Invert", "FieldElement:Reduce",
    ];

    /// <summary>The rest may be inlined everywhere, and then has no listing of its own.</summary>
    private static readonly string[] NeverInlined =
    [
        "ManagedX25519:Rung", "FixedPoint:NextDigit", "FixedPoint:LastDigit", "FixedPoint:AddDigits", "FixedPoint:AddUp",
        "TableRow+Coordinates:Choose", "FourPoints:Add", "FourElements:Swap", "EdwardsPoint:Add",
        "FieldElement:Multiply", "FieldElement:Square", "FieldElement:Swap", "FieldElement:Reduce",
    ];

    /// <summary>The loop around the rungs: it must jump, and whoever sees no jump there would see none anywhere.</summary>
    private const string Loop = "ManagedX25519:Ladder";

    /// <param name="together">With AVX2 four products are one piece of code; elsewhere, and here without it, they are made one by one.</param>
    [Theory, InlineData(true), InlineData(false)]
    public async Task The_compiled_ladder_and_tables_have_no_conditional_jump_but_those_of_their_loops(bool together)
    {
        if (together && !Avx2.IsSupported) Assert.Skip("this processor has no AVX2");
        if (OperatingSystem.IsWindows()) Assert.Skip("needs env(1) to start a second process");
        // The test program itself, in a process that compiles everything once, fully, and prints what it made.
        var run = await OutsideTools.RunAsync(
            OutsideTools.Require("env"),
            [
                "DOTNET_TieredCompilation=0", $"DOTNET_EnableAVX2={(together ? 1 : 0)}",
                $"DOTNET_JitDisasm={string.Join(' ', Arithmetic.Append(Loop).Select(name => "*" + name))}",
                OutsideTools.Require("dotnet"), typeof(CompiledCodeTests).Assembly.Location,
                "-method", $"{typeof(X25519Tests).FullName}.{nameof(X25519Tests.A_prepared_point_multiplies_as_the_ladder_does)}",
            ],
            TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Text);

        var jumps = JumpsOf(run.Text);
        Assert.InRange(jumps.GetValueOrDefault(Loop), 1, 20);
        jumps.Remove(Loop);
        Assert.All(NeverInlined.Append(together ? "FourElements:MultiplyTogether" : "FourElements:MultiplyOneByOne"), name => Assert.Contains(name, jumps.Keys));
        Assert.All(jumps, method => Assert.Equal(0, method.Value));
    }

    private static Dictionary<string, int> JumpsOf(string listings)
    {
        var jumps = new Dictionary<string, int>();
        var method = "";
        foreach (var line in listings.Split('\n'))
        {
            // The console may colour the first one.
            if (line.Contains("; Assembly listing for method ", StringComparison.Ordinal))
            {
                method = line.Split("Curve25519.")[1].Split('(')[0];
                jumps.TryAdd(method, 0);
            }
            else if (method.Length > 0 && IsConditionalJump(line))
            {
                jumps[method]++;
            }
        }

        return jumps;
    }

    /// <summary>x64: any j but jmp; arm64: b.cond, cbz, cbnz, tbz, tbnz.</summary>
    private static bool IsConditionalJump(string line)
    {
        var word = line.Trim().Split(' ')[0];
        return word.Length > 1 && word[0] == 'j' && word != "jmp"
            || word.StartsWith("b.", StringComparison.Ordinal) || word is "cbz" or "cbnz" or "tbz" or "tbnz";
    }
}
