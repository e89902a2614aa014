#pragma warning disable CA1822 // bodies follow
using System.Collections.Immutable;
using System.Diagnostics;
namespace Detainees.Forms;
internal sealed class CompiledExpression;
internal sealed class DependencyGraph { public static readonly DependencyGraph Empty = new(); }
internal sealed class ListSource { public ListSource(ChoiceList list) => _ = list; }
internal static class NodePath { public static bool TryParse(FormDefinition form, string path, out (int Element, ulong Place) node) { _ = form; _ = path; node = default; return false; } }
public static class DiagnosticCodes { public const string FileUnreadable = "FILE_UNREADABLE"; }
public static class WorkbookReader
{
    /// <summary>Reads .xlsx or .xls, told apart by signature; anything else as YAML in the yxf layout. Never throws on bad input.</summary>
    public static WorkbookReading Read(Stream content, string fileName) => throw new UnreachableException();
}
public static class FormCompiler
{
    public static FormCompilation Compile(Workbook workbook) => throw new UnreachableException();
}
/// <summary>Answers of one form with everything derived from them. Immutable: every change returns a new one.</summary>
public sealed class FormInstance
{
    /// <summary>UTF-16 units of one stored value.</summary>
    public const int MaxValueLength = 16_384;
    private FormInstance() { }
    public FormDefinition Form => throw new UnreachableException();
    public static FormInstance Start(FormDefinition form, Moment moment) => throw new UnreachableException();
    public static FormInstance Restore(FormDefinition form, FormAnswers answers, Moment moment) => throw new UnreachableException();
    public FormAnswers Answers => throw new UnreachableException();
    public AnswerResult Answer(string path, string value, Moment moment) => throw new UnreachableException();
    /// <summary>Adds an instance after the last; the same instance when the repeat is computed, full, or not there.</summary>
    public FormInstance AddRepeat(string repeatPath, Moment moment) => throw new UnreachableException();
    /// <summary>Removes one instance (path with position) and its answers; those after it move up.</summary>
    public FormInstance RemoveRepeat(string instancePath, Moment moment) => throw new UnreachableException();
    /// <summary>Instances of a repeat, positions in outer repeats given: /data/household[2]/child.</summary>
    public int InstancesOf(string repeatPath) => throw new UnreachableException();
    /// <summary>Whether a person may add one more now.</summary>
    public bool CanAddRepeat(string repeatPath) => throw new UnreachableException();
    public string ValueOf(string path) => throw new UnreachableException();
    public string StoredValueOf(string path) => throw new UnreachableException();
    public bool IsRelevant(string path) => throw new UnreachableException();
    public bool IsRequired(string path) => throw new UnreachableException();
    public bool IsReadOnly(string path) => throw new UnreachableException();
    public ImmutableArray<Choice> ChoicesOf(string path) => throw new UnreachableException();
    public string Text(LocalizedText text, string path, string language) => throw new UnreachableException();
    public IEnumerable<FormNode> Nodes() => throw new UnreachableException();
    public FormViolation? FirstViolation() => throw new UnreachableException();
    /// <summary>The form's own title for this report (setting instance_name); empty when it has none.</summary>
    public string InstanceName() => throw new UnreachableException();
}
