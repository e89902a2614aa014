using System.Globalization;

namespace Detainees.Forms;

/// <summary>A question or note: its number, its text, its type, and the choices as far as there is room.</summary>
internal sealed class DiagramBox : DiagramBlock
{
    public const double Width = 272;

    private const double Inset = 12;

    /// <summary>Room that the number takes beside the text.</summary>
    private const double Badge = 36;
    private const double LineHeight = 17;
    private const double SmallHeight = 14;

    private readonly List<string> label;
    private readonly List<string> choices;
    private readonly string type;
    private readonly string style;
    private readonly string? number;

    public DiagramBox(FormQuestion question, int? number, string label, string choices)
    {
        this.number = number?.ToString(CultureInfo.InvariantCulture);
        this.label = SvgText.Wrap(label, Width - 2 * Inset - (number is null ? 0 : Badge), 13, bold: false, 4);
        this.choices = choices.Length == 0 ? [] : SvgText.Wrap(choices, Width - 2 * Inset, 10.5, bold: false, 2);
        type = (Names.IsGenerated(question) ? "" : question.Name + " · ") + TypeWords.Of(question.Type) + (question.MayBeRequired ? " ∗" : "");
        style = question.Type is QuestionType.Note ? "box note" : question.Type is QuestionType.Acknowledge ? "box consent" : "box";
        (Left, Right) = (Width / 2, Width / 2);
        Height = 10 + Math.Max(1, this.label.Count) * LineHeight + 3 + this.choices.Count * SmallHeight + SmallHeight + 7;
    }

    public override void Draw(SvgCanvas svg, double x, double y)
    {
        var left = x - Left;
        svg.Rect(left, y, Width, Height, style, 6);
        var top = y + 8;
        if (number is not null) svg.Badge(number, left, Width, top);
        svg.Lines(label, left, Width, top, "label", LineHeight, inset: number is null ? Inset : Inset + Badge);
        top += Math.Max(1, label.Count) * LineHeight + 3;
        svg.Lines(choices, left, Width, top, "choices", SmallHeight, inset: Inset);
        svg.Lines([type], left, Width, top + choices.Count * SmallHeight, "type", SmallHeight, inset: Inset);
    }
}

/// <summary>Where the flow begins and ends.</summary>
internal sealed class DiagramEnd : DiagramBlock
{
    private readonly string text;

    public DiagramEnd(string text)
    {
        this.text = text;
        Left = Right = Math.Max(46, SvgText.Width(text, 13, bold: true) / 2 + 18);
        Height = 30;
    }

    public override void Draw(SvgCanvas svg, double x, double y)
    {
        svg.Rect(x - Left, y, Left + Right, Height, "end", 15);
        svg.Lines([text], x - Left, Left + Right, y + 6, "endtext", 18, centred: true);
    }
}
