using System.Text.Json;

namespace Detainees.Conversations;

/// <summary>
/// The stored form of a state: strict JSON with a version in front. A state that was ever written must stay readable:
/// a change of shape is a new version with the old one read beside it.
/// </summary>
/// <remarks>
/// Written and read by hand, because it happens at every update: <see cref="StateWriter"/> and <see cref="StateReader"/> name the same
/// members in the same order.
/// </remarks>
public static class ConversationStateJson
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    public static byte[] Write(ConversationState state) => StateWriter.Write(state);

    /// <exception cref="JsonException">Not a state, or of a version that this program does not know; says nothing of the content.</exception>
    public static ConversationState Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return new StateReader(json).Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The inner exception may quote what it could not read, and that may be an answer.
            throw new JsonException("Not a conversation state of this program.");
        }
    }
}
