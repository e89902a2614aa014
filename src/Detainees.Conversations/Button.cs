namespace Detainees.Conversations;

/// <summary>How much a button stands out, where the channel can show it.</summary>
public enum ButtonStyle { Plain, Primary, Danger }

/// <summary>A button under a message.</summary>
/// <param name="Label">As shown; not empty, at most 64 UTF-16 code units.</param>
public abstract record Button(string Label)
{
    /// <summary>Comes back as <see cref="Input.Press"/>.</summary>
    /// <param name="Token">At most 64 ASCII bytes; no data in it, only the session, a count, a nonce and a place in a list.</param>
    public sealed record Press(string Label, string Token, ButtonStyle Style = ButtonStyle.Plain) : Button(Label);

    /// <summary>Puts a text on the person's clipboard; nothing comes back.</summary>
    public sealed record Copy(string Label, string Text) : Button(Label);
}
