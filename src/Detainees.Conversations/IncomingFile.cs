namespace Detainees.Conversations;

/// <summary>A file as a message announces it; the bytes come later, by <see cref="Effect.Fetch"/>.</summary>
/// <param name="Ref">Opens the file at the channel together with the bot's token: a secret, never in the state nor in a log.</param>
/// <param name="Unique">Names the same file whoever sends it; opens nothing.</param>
/// <param name="Mime">As the sender's program says; not to be trusted.</param>
/// <param name="Name">As the sender's program says; may itself be a person's name.</param>
/// <param name="Bytes">Size as announced, when it is.</param>
/// <param name="Seconds">Length of a recording, when it is announced.</param>
public sealed record IncomingFile(string Ref, string Unique, FileKind Kind, string? Mime, string? Name, long? Bytes, int? Seconds)
{
    /// <summary>Never the reference nor the name: this text may reach a log.</summary>
    public override string ToString() => $"{Kind}";
}
