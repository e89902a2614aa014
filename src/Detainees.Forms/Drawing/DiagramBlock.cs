namespace Detainees.Forms;

/// <summary>
/// A piece of the picture that is entered at the top and left at the bottom of one upright line, its spine. Pieces stand
/// in each other and below each other, so lines never cross.
/// </summary>
internal abstract class DiagramBlock
{
    /// <summary>Pixels to the left and right of the spine.</summary>
    public double Left { get; protected set; }
    public double Right { get; protected set; }
    public double Height { get; protected set; }

    /// <summary>Whether what comes to it ends in an arrow; not where the line only divides.</summary>
    public virtual bool IsReached => true;

    /// <summary>Draws the piece, its spine at <paramref name="x"/> and its upper edge at <paramref name="y"/>.</summary>
    public abstract void Draw(SvgCanvas svg, double x, double y);
}

/// <summary>Pieces one after the other, joined by arrows.</summary>
internal sealed class DiagramSequence : DiagramBlock
{
    public const double Gap = 22;

    private readonly IReadOnlyList<DiagramBlock> blocks;

    public override bool IsReached => blocks.Count == 0 || blocks[0].IsReached;

    public DiagramSequence(IReadOnlyList<DiagramBlock> blocks)
    {
        this.blocks = blocks;
        Left = blocks.Count == 0 ? 0 : blocks.Max(block => block.Left);
        Right = blocks.Count == 0 ? 0 : blocks.Max(block => block.Right);
        Height = blocks.Sum(block => block.Height) + Gap * Math.Max(0, blocks.Count - 1);
    }

    public override void Draw(SvgCanvas svg, double x, double y)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            blocks[i].Draw(svg, x, y);
            y += blocks[i].Height;
            if (i == blocks.Count - 1) break;
            if (blocks[i + 1].IsReached) svg.Arrow((x, y), (x, y + Gap));
            else svg.Line((x, y), (x, y + Gap));
            y += Gap;
        }
    }
}

/// <summary>A group or repeat: a frame with its title around what it holds.</summary>
internal sealed class DiagramFrame : DiagramBlock
{
    private const double Padding = 16;
    private const double LineHeight = 18;

    private readonly DiagramBlock content;
    private readonly List<string> title;
    private readonly string? again;

    /// <param name="title">Shown in the frame's upper edge.</param>
    /// <param name="again">For a repeat, the words that say so; null for a group.</param>
    /// <param name="content">What it holds.</param>
    public DiagramFrame(string title, string? again, DiagramBlock content)
    {
        (this.content, this.again) = (content, again);
        Left = Math.Max(content.Left, DiagramBox.Width / 2) + Padding + (again is null ? 0 : 22);
        Right = Math.Max(content.Right, DiagramBox.Width / 2) + Padding;
        this.title = SvgText.Wrap(title, Left + Right - 2 * Padding - 8, 13, bold: true, 2);
        Height = Head + DiagramSequence.Gap + content.Height + Padding + (again is null ? 0 : 22);
    }

    private double Head => 12 + LineHeight * (title.Count + (again is null ? 0 : 1));

    public override void Draw(SvgCanvas svg, double x, double y)
    {
        svg.Rect(x - Left, y, Left + Right, Height, again is null ? "frame" : "frame repeat", 10);
        svg.Lines(title, x - Left, Left + Right, y + 7, "title", LineHeight);
        if (again is not null) svg.Lines(["↻ " + again], x - Left, Left + Right, y + 7 + LineHeight * title.Count, "again", LineHeight);
        var top = y + Head + DiagramSequence.Gap;
        if (content.IsReached) svg.Arrow((x, y + Head), (x, top));
        else svg.Line((x, y + Head), (x, top));
        content.Draw(svg, x, top);
        var bottom = top + content.Height;
        svg.Line((x, bottom), (x, y + Height));
        if (again is null) return;
        var side = x - Left + 14;
        svg.Path([(x, bottom + 12), (side, bottom + 12), (side, y + Head + 9), (x, y + Head + 9)], "back", arrow: true);
    }
}

/// <summary>Pieces of which at most one is passed through, each under its condition, with a way around them all.</summary>
internal sealed class DiagramBranches : DiagramBlock
{
    private const double Between = 16;
    private const double Bus = 12;
    private const double Around = 18;
    private const double LineHeight = 15;

    private readonly List<(List<string> Condition, DiagramBlock Block, double Spine)> branches = [];
    private readonly double head;

    public override bool IsReached => false;

    /// <param name="branches">From left to right; each condition stands over its piece.</param>
    public DiagramBranches(IReadOnlyList<(string Condition, DiagramBlock Block)> branches)
    {
        var total = branches.Sum(branch => branch.Block.Left + branch.Block.Right) + Between * (branches.Count - 1);
        // The middle of all branches stays on the spine, so that the line does not wander.
        var at = branches.Count == 1 ? -branches[0].Block.Left : -total / 2;
        foreach (var (condition, block) in branches)
        {
            this.branches.Add((SvgText.Wrap(condition, block.Left + block.Right - 24, 12, bold: false, 4), block, at + block.Left));
            at += block.Left + block.Right + Between;
        }

        head = Bus + 8 + this.branches.Max(branch => branch.Condition.Count) * LineHeight + 8 + 14;
        Left = -(this.branches[0].Spine - this.branches[0].Block.Left);
        Right = at - Between + Around;
        Height = head + this.branches.Max(branch => branch.Block.Height) + 2 * Bus;
    }

    public override void Draw(SvgCanvas svg, double x, double y)
    {
        var bottom = y + Height - Bus;
        // The way around: whoever meets no condition goes on below.
        svg.Path([(x, y), (x, y + Bus / 2), (x + Right, y + Bus / 2), (x + Right, bottom), (x, bottom), (x, y + Height)], "around", arrow: false);
        foreach (var (condition, block, spine) in branches)
        {
            var at = x + spine;
            if (spine == 0) svg.Line((at, y), (at, y + Bus + 6));
            else svg.Path([(x, y + Bus / 2), (at, y + Bus / 2), (at, y + Bus + 6)], "line", arrow: false);
            var pill = condition.Count * LineHeight + 8;
            svg.Rect(at - block.Left + 6, y + Bus + 4, block.Left + block.Right - 12, pill, "condition", 7);
            svg.Lines(condition, at - block.Left + 6, block.Left + block.Right - 12, y + Bus + 7, "when", LineHeight, centred: true);
            svg.Arrow((at, y + Bus + 4 + pill), (at, y + head));
            block.Draw(svg, at, y + head);
            var end = y + head + block.Height;
            if (spine == 0) svg.Line((at, end), (at, bottom + Bus));
            else svg.Path([(at, end), (at, bottom), (x, bottom), (x, y + Height)], "line", arrow: false);
        }
    }
}
