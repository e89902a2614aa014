using System.Security.Cryptography;
using System.Text;
using Detainees.Journal;

namespace Detainees.Storage.Tests;

/// <summary>Things for tests, all invented.</summary>
internal static class Some
{
    public const string Origin = "example.org/intake";
    public static readonly DateTimeOffset Start = new(2026, 1, 15, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The "sealed" code of a draft that is sent unread.</summary>
    public static readonly ReadOnlyMemory<byte> Reference = "sealed code"u8.ToArray();

    public static ThreadKey Thread() => new(Guid.NewGuid());
    public static EntryId Entry() => new(Guid.NewGuid());
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
    public static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes ?? []);

    public static DraftKey Key() => Key(out _);

    /// <summary>A key whose "sealed" copy is recognisable and opens nothing.</summary>
    public static DraftKey Key(out byte[] bytes)
    {
        bytes = RandomNumberGenerator.GetBytes(32);
        return new DraftKey(bytes, Bytes("sealed-to-team " + Guid.NewGuid().ToString("N")));
    }

    public static DraftChange.Put Put(string state, DraftKey? key = null, DateTimeOffset? wake = null, DateTimeOffset? ends = null) =>
        new(Bytes(state), "missing-person", "3", "hy", 7, wake, ends ?? Start + TimeSpan.FromHours(44), key);

    public static Turn Turn(ThreadKey thread, long expected, DraftChange change, long? update = null, params string[] say) => new()
    {
        Thread = thread, ExpectedRevision = expected, Change = change, UpdateId = update,
        Outgoing = [.. say.Select(s => new OutgoingItem(OutgoingKind.Send, Bytes(s)))],
    };

    public static JournalItem.Entry Report(string body, params Guid[] attachments) =>
        new(EntryKind.Report, Entry(), "missing-person 3", Bytes(body), [.. attachments]);

    /// <summary>Text that occurs nowhere else, in four scripts.</summary>
    public static string Marker(Random random)
    {
        string[] alphabets = ["abcdefghijklmnopqrstuvwxyz", "աբգդեզէըթժիլխծկհձղճմյնշ", "абвгдежзийклмнопрстуфхц", "ابتثجحخدذرزسشصضطظعغفقكل"];
        return string.Join(' ', alphabets.Select(a => new string([.. Enumerable.Range(0, 14).Select(_ => a[random.Next(a.Length)])])));
    }
}
