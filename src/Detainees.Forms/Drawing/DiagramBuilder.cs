namespace Detainees.Forms;

/// <summary>Makes the pieces of a form's picture and spreads them over columns.</summary>
internal sealed class DiagramBuilder
{
    private const int MostBeside = 3;
    private const int MostColumns = 12;

    private readonly FormDefinition form;
    private readonly string language;
    private readonly PrintWords words;
    private readonly QuestionNumbers numbers;

    public DiagramBuilder(FormDefinition form, string language)
    {
        (this.form, this.language) = (form, language);
        words = PrintWords.Of(language);
        numbers = new QuestionNumbers(form);
    }

    /// <summary>Columns of about the same height, so many that the whole comes nearest to the wanted shape.</summary>
    /// <param name="shape">Width over height.</param>
    public List<DiagramBlock> Columns(double shape)
    {
        List<DiagramBlock>? best = null;
        var nearest = double.MaxValue;
        var whole = new DiagramSequence(Pieces(double.MaxValue));
        for (var count = 1; count <= MostColumns; count++)
        {
            var columns = Fill(Pieces(whole.Height / count), whole.Height / count);
            var width = columns.Sum(column => column.Left + column.Right + 46);
            var distance = Math.Abs(Math.Log(width / columns.Max(column => column.Height) / shape));
            if (distance >= nearest) continue;
            (best, nearest) = (columns, distance);
        }

        return best ?? [whole];
    }

    private static List<DiagramBlock> Fill(List<DiagramBlock> pieces, double height)
    {
        var columns = new List<DiagramBlock>();
        var now = new List<DiagramBlock>();
        var filled = 0.0;
        foreach (var piece in pieces)
        {
            // The end stays with what it ends.
            if (now.Count > 0 && filled + piece.Height / 2 > height && piece is not DiagramEnd)
            {
                columns.Add(new DiagramSequence(now));
                (now, filled) = ([], 0);
            }

            now.Add(piece);
            filled += piece.Height + DiagramSequence.Gap;
        }

        columns.Add(new DiagramSequence(now));
        return columns;
    }

    /// <summary>The pieces of the whole form; groups taller than a column come in several frames.</summary>
    private List<DiagramBlock> Pieces(double height)
    {
        var pieces = new List<DiagramBlock> { new DiagramEnd(words.Start) };
        foreach (var block in Blocks(form.Root.Children, height)) pieces.Add(block);
        pieces.Add(new DiagramEnd(words.End));
        return pieces;
    }

    private IEnumerable<DiagramBlock> Blocks(IEnumerable<FormElement> elements, double height)
    {
        var shown = elements.Where(IsShown).ToList();
        for (var i = 0; i < shown.Count; i++)
        {
            var element = shown[i];
            if (element.Relevant is null)
            {
                if (element is FormGroup group && height < double.MaxValue)
                    foreach (var part in Parts(group, height)) yield return part;
                else yield return Plain(element);
                continue;
            }

            var beside = Beside(shown, i);
            i += beside.Count - 1;
            yield return new DiagramBranches([.. beside.Select(branch => (Condition(branch), Plain(branch)))]);
        }
    }

    // A group that would make its column much taller than the others goes on in the next one.
    private IEnumerable<DiagramBlock> Parts(FormGroup group, double height)
    {
        var title = Label(group);
        var part = new List<DiagramBlock>();
        var filled = 0.0;
        var first = true;
        foreach (var block in Blocks(group.Children, double.MaxValue))
        {
            if (part.Count > 0 && filled + block.Height / 2 > height * 0.62)
            {
                yield return new DiagramFrame(first ? title : "… " + title, null, new DiagramSequence(part));
                (part, filled, first) = ([], 0, false);
            }

            part.Add(block);
            filled += block.Height + DiagramSequence.Gap;
        }

        yield return new DiagramFrame(first ? title : "… " + title, null, new DiagramSequence(part));
    }

    /// <summary>Questions in a row that no one answer lets through together: they stand beside each other.</summary>
    private List<FormElement> Beside(List<FormElement> shown, int from)
    {
        var beside = new List<FormElement> { shown[from] };
        var tests = new List<ChoiceTest>();
        if (Test(shown[from]) is { } first) tests.Add(first);
        for (var i = from + 1; i < shown.Count && tests.Count > 0 && beside.Count < MostBeside; i++)
        {
            if (Test(shown[i]) is not { } next || !tests.TrueForAll(test => test.Excludes(next))) break;
            beside.Add(shown[i]);
            tests.Add(next);
        }

        return beside;
    }

    private ChoiceTest? Test(FormElement element) =>
        element is FormQuestion { Relevant: { } relevant } ? ChoiceTest.Read(relevant.Syntax, name => form.Elements.FirstOrDefault(other => other.Name == name)) : null;

    private DiagramBlock Plain(FormElement element) => element switch
    {
        FormQuestion question => new DiagramBox(question, numbers.Of(question), Label(question), Choices(question)),
        FormRepeat repeat => new DiagramFrame(Label(repeat), words.ForEach, new DiagramSequence([.. Blocks(repeat.Children, double.MaxValue)])),
        _ => new DiagramFrame(Label(element), null, new DiagramSequence([.. Blocks(ExpressionBinder.Children(element), double.MaxValue)])),
    };

    private string Condition(FormElement element) =>
        element.Relevant is { } relevant ? ConditionWords.Say(form, element, relevant, numbers, language, brief: true) : "";

    private string Label(FormElement element)
    {
        var text = element.Label.IsEmpty && element is FormQuestion question ? question.Hint.In(language) : element.Label.In(language);
        if (text.Length == 0) return element.Name;
        return PlainText.Of(XFormText.Replace(text, name => element.Label.References.TryGetValue(name, out var target) && numbers.Of(target) is { } number ? $"[{number}]" : "…"));
    }

    private string Choices(FormQuestion question) => question.Choices is not { } list ? "" : string.Join(" · ", list.Choices.Take(40).Select(choice => choice.Label.IsEmpty ? choice.Name : PlainText.Of(choice.Label.In(language))));

    private static bool IsShown(FormElement element) =>
        element is FormQuestion question ? question.IsAsked : ExpressionBinder.Children(element).Any(IsShown);
}
