using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Detainees.Forms;
using Detainees.Testing;

namespace Detainees.Conversations.Tests;

/// <summary>The forms of this project's tests, compiled once.</summary>
internal static class TestForms
{
    private static readonly ConcurrentDictionary<string, FormDefinition> Compiled = new(StringComparer.Ordinal);

    public static FormDefinition Get(string name) =>
        Compiled.GetOrAdd(name, static n => Compile(File.ReadAllText(Path(n))));

    /// <summary>One of this project's forms, or one that the documents show.</summary>
    private static string Path(string name)
    {
        var own = Checkout.Path("tests", "Detainees.Conversations.Tests", "forms", name + ".yaml");
        return File.Exists(own) ? own : Checkout.Path("docs", "examples", name + ".yaml");
    }

    /// <summary>Files of every name that a chat can show; only a compiler looks whether they are there.</summary>
    private static FormAttachment Beside(string name) => MediaFile.KindOf(name) is null ? new FormAttachment.Missing() : new FormAttachment.Found(new byte[] { 1 });

    public static FormDefinition Compile(string yaml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(yaml));
        var reading = WorkbookReader.Read(stream, "form.yaml");
        Assert.NotNull(reading.Workbook);
        var compilation = FormCompiler.Compile(reading.Workbook, Beside);
        Assert.True(compilation.Form is not null, string.Join('\n', compilation.Diagnostics.Select(d => $"{d.Sheet} {d.Row}: {d.Message}")));
        return compilation.Form;
    }
}

/// <summary>Forms held in memory.</summary>
internal sealed class TestLibrary(params FormDefinition[] forms) : IFormLibrary
{
    public ImmutableArray<FormDefinition> Offered { get; set; } = [.. forms];

    public FormDefinition? Find(string id, string version) => Offered.FirstOrDefault(form => form.Id == id && form.Version == version);
}
