using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Detainees.Conversations;

/// <summary>The present prompt as messages with their buttons.</summary>
internal sealed partial class DraftTurn
{
    /// <param name="Row">From 0; of those in one row the first stands first.</param>
    private readonly record struct PromptButton(string Label, PressAction Action, ButtonStyle Style = ButtonStyle.Plain, int Row = 0);

    /// <summary>One message of a prompt.</summary>
    private sealed class View
    {
        public MessageBuilder Body { get; set; } = new();

        /// <summary>Row by row; none is empty.</summary>
        public List<PromptButton> Buttons { get; } = [];
        public int Rows { get; private set; }
        public List<OutgoingMedia>? Media { get; private set; }

        public void Row(params ReadOnlySpan<PromptButton?> buttons)
        {
            foreach (var button in buttons) Add(button);
            EndRow();
        }

        public void Add(PromptButton? button)
        {
            if (button is { } there) Buttons.Add(there with { Row = Rows });
        }

        public void EndRow()
        {
            if (Buttons.Count > 0 && Buttons[^1].Row == Rows) Rows++;
        }

        public void Add(OutgoingMedia file) => (Media ??= []).Add(file);

        public void Clear()
        {
            Body.Clear();
            Buttons.Clear();
            (Rows, Media) = (0, null);
        }
    }

    /// <summary>Was made to be compared with what was typed, not to be said: there is room in it for what is.</summary>
    private View? unsaid;

    private View EmptyView()
    {
        if (unsaid is not { } view) return new View();
        unsaid = null;
        view.Clear();
        return view;
    }

    /// <summary>Says the present prompt again as it is: same nonce, so that both copies work.</summary>
    private void Show()
    {
        foreach (var view in Render()) Say(view.Body, KeyboardOf(view), view.Media);
    }

    /// <summary>The present prompt in place of the message that was pressed, or anew when that is not known.</summary>
    private void ShowInPlace(MessageId? pressed)
    {
        // A text that takes two messages cannot stand in the place of one. What stands above it stays there.
        if (pressed is { } message && Render() is [var only] && only.Body.Length <= (only.Media is null ? OutgoingMessage.MaxLength : OutgoingMessage.MaxCaption))
            Do(new Effect.Edit(message, only.Body.BuildOne(KeyboardOf(only))));
        else Show();
    }

    private Keyboard? KeyboardOf(View view)
    {
        if (view.Rows == 0) return null;
        var rows = new ImmutableArray<Button>[view.Rows];
        var start = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var end = start;
            while (end < view.Buttons.Count && view.Buttons[end].Row == i) end++;
            var row = new Button[end - start];
            for (var j = 0; j < row.Length; j++) row[j] = ButtonOf(view.Buttons[start + j]);
            rows[i] = ImmutableCollectionsMarshal.AsImmutableArray(row);
            start = end;
        }

        return new Keyboard(ImmutableCollectionsMarshal.AsImmutableArray(rows));
    }

    private Button.Press ButtonOf(PromptButton button) => new Button.Press(
        Label(button.Label), new PressToken(draft.Session, draft.Count, draft.Prompt.Nonce, button.Action).ToString(), button.Style);

    private View[] Render() => draft.Prompt switch
    {
        Prompt.Question asked => Find(asked.Path) is { } stop ? [RenderQuestion(stop, asked)] : [RenderGone()],
        Prompt.Together together => [RenderTogether(together)],
        Prompt.Repeat gate => Find(gate.Path) is { } stop ? [RenderGate(stop)] : [RenderGone()],
        Prompt.Review review => RenderReview(review.Page),
        Prompt.Confirm confirm => [RenderConfirm(confirm)],
        Prompt.Resume => [RenderResume()],
        Prompt.Languages => [RenderLanguages()],
        Prompt.Waiting => [RenderWaiting()],
        _ => throw new System.Diagnostics.UnreachableException("Prompt is closed."),
    };
}
