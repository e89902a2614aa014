namespace Detainees.Conversations;

/// <summary>What stands in the place of the phone's keyboard. A state of the chat, not of its message: it stays until it is taken away.</summary>
public abstract record InputButtons
{
    private InputButtons() { }

    /// <summary>One button that sends where the phone is; comes back as <see cref="Input.Place"/>.</summary>
    /// <param name="Label">1 to 64 UTF-16 code units.</param>
    public sealed record SharePlace(string Label) : InputButtons;

    /// <summary>The phone's own keyboard again.</summary>
    public sealed record Removed : InputButtons;
}
