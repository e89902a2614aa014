using System.Globalization;
using System.Text;
using Detainees.Journal;

namespace Detainees.Storage;

/// <summary>
/// The body of a journal entry of kind <see cref="EntryKind.SealedDraft"/>: the code that the family was told and the draft's key, each
/// an age file, and the draft as it was stored. docs/storage.md, "A sealed draft".
/// </summary>
/// <remarks>
/// An ASCII head, each line ended by LF: <c>detainees/sealed-draft/2</c>, <c>thread</c> and 32 hex digits, <c>revision</c> and a
/// number, <c>reference</c>, <c>key</c> and <c>state</c>, each with a count of bytes, an empty line. Then the age file that holds the
/// code in ASCII, the one that holds the 32-byte draft key, and the state: 12 bytes nonce, ciphertext, 16 bytes tag (AES-256-GCM). Associated data:
/// <c>detainees/draft/1</c>, the thread's 16 bytes, the revision as 8 bytes big-endian. In the plain bytes: a length (4 bytes
/// big-endian), the state, zeros.
/// </remarks>
internal static class SealedDraftContainer
{
    public static byte[] Write(ThreadKey thread, long revision, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> sealedKey, ReadOnlySpan<byte> state)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"detainees/sealed-draft/2\nthread {thread}\nrevision {revision}\nreference {reference.Length}\nkey {sealedKey.Length}\nstate {state.Length}\n\n"));
        return [.. head, .. reference, .. sealedKey, .. state];
    }
}
