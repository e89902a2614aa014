using Detainees.Forms;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Running;

/// <summary>What a form says in one language, so that a test finds its questions by what the person reads.</summary>
internal sealed class FormWords
{
    private readonly FormDefinition form;
    private readonly string language;

    public FormWords(string file, string language)
    {
        using var content = File.OpenRead(file);
        form = FormCompiler.Compile(WorkbookReader.Read(content, System.IO.Path.GetFileName(file)).Workbook!).Form!;
        this.language = form.Languages.Single(l => l.Contains(language, StringComparison.Ordinal));
    }

    public static FormWords FirstReport(string language) => new(Checkout.Path("config", "forms", "report-a-person.yaml"), language);

    /// <summary>As the button says it that takes this language: "Հայերեն" for "Հայերեն (hy)".</summary>
    public string LanguageName => language[..language.LastIndexOf(" (", StringComparison.Ordinal)];

    /// <summary>The names of all that a person is shown: questions and notes.</summary>
    public IEnumerable<string> Asked => form.Elements.OfType<FormQuestion>().Where(q => q.IsAsked).Select(q => q.Name);

    public FormQuestion Question(string name) => form.Elements.OfType<FormQuestion>().Single(q => q.Name == name);

    public string Path(string name) => Question(name).Path;

    /// <summary>The question as it is read, without what is filled in.</summary>
    public string Label(string name) => Question(name).Label.In(language);

    /// <summary>What is said of an answer that does not hold.</summary>
    public string Limit(string name) => Question(name).ConstraintMessage.In(language);

    public string Choice(string question, string name) =>
        Question(question).Choices!.Choices.Single(c => c.Name == name).Label.In(language);
}
