using Detainees.Testing;

namespace Detainees.Sealing.Tests.Curve25519;

/// <summary>Looks at what the compiler of this machine makes of the field's arithmetic: the source's lack of branches must survive it.</summary>
public sealed class CompiledCodeTests
{
    private static readonly string[] Arithmetic = ["Multiply", "Square", "Carry", "Swap", "TakeIf", "Add", "Subtract"];

    [Fact]
    public async Task The_compiled_arithmetic_of_the_curve_has_no_conditional_jump()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("needs env(1) to start a second process");
        // The test program itself, in a process that compiles everything once, fully, and prints what it made.
        var run = await OutsideTools.RunAsync(
            OutsideTools.Require("env"),
            [
                "DOTNET_TieredCompilation=0",
                $"DOTNET_JitDisasm={string.Join(' ', Arithmetic.Select(name => "*FieldElement:" + name))}",
                OutsideTools.Require("dotnet"), typeof(CompiledCodeTests).Assembly.Location,
                "-method", $"{typeof(X25519Tests).FullName}.{nameof(X25519Tests.A_prepared_point_multiplies_as_the_ladder_does)}",
            ],
            TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Text);

        var compiled = new Dictionary<string, int>();
        var method = "";
        foreach (var line in run.Text.Split('\n'))
        {
            if (line.StartsWith("; Assembly listing for method ", StringComparison.Ordinal))
            {
                method = line.Split("FieldElement:")[1].Split('(')[0];
                compiled.TryAdd(method, 0);
            }
            else if (method.Length > 0 && IsConditionalJump(line))
            {
                compiled[method]++;
            }
        }

        // What was inlined everywhere has no listing of its own; the multiplications are too large for that.
        Assert.Contains("Multiply", compiled.Keys);
        Assert.Contains("Square", compiled.Keys);
        Assert.Contains("Swap", compiled.Keys);
        Assert.Contains("TakeIf", compiled.Keys);
        Assert.All(compiled, entry => Assert.Equal(0, entry.Value));
    }

    /// <summary>x64: any j but jmp; arm64: b.cond, cbz, cbnz, tbz, tbnz.</summary>
    private static bool IsConditionalJump(string line)
    {
        var word = line.Trim().Split(' ')[0];
        return word.Length > 1 && word[0] == 'j' && word != "jmp"
            || word.StartsWith("b.", StringComparison.Ordinal) || word is "cbz" or "cbnz" or "tbz" or "tbnz";
    }
}
