using System.Runtime.Intrinsics.X86;
using Detainees.Testing;

namespace Detainees.Sealing.Tests.Curve25519;

/// <summary>Looks at what the compiler of this machine makes of the curve's arithmetic: the source's lack of branches must survive it.</summary>
public sealed class CompiledCodeTests
{
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
                $"DOTNET_JitDisasm={string.Join(' ', SecretArithmetic.Methods.Append(SecretArithmetic.Loop).Select(name => "*" + name))}",
                OutsideTools.Require("dotnet"), typeof(CompiledCodeTests).Assembly.Location,
                "-method", $"{typeof(X25519Tests).FullName}.{nameof(X25519Tests.A_prepared_point_multiplies_as_the_ladder_does)}",
            ],
            TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Text);

        var jumps = JumpsOf(run.Text);
        Assert.InRange(jumps.GetValueOrDefault(SecretArithmetic.Loop), 1, 20);
        jumps.Remove(SecretArithmetic.Loop);
        Assert.All(SecretArithmetic.NeverInlined.Append(together ? "FourElements:MultiplyTogether" : "FourElements:MultiplyOneByOne"), name => Assert.Contains(name, jumps.Keys));
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
