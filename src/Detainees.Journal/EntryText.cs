using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Detainees.Journal;

/// <summary>The encoding of entries: docs/journal.md, "An entry".</summary>
internal static class EntryText
{
    public const string FirstLine = "detainees-entry/1";
    /// <summary>The last line of an entry starts so, and no other does: entries can follow each other without a separator.</summary>
    public const string LastLineStart = "previous ";

    private const string NoForm = "-";
    private const string NoBody = "none";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Encode(JournalEntry entry)
    {
        if (FaultOf(entry) is { } field) throw new InvalidOperationException($"The journal entry breaks the rules of its field '{field}'.");
        var text = new StringBuilder(512);
        text.Append(FirstLine).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"number {entry.Number}\n");
        text.Append("kind ").Append(EntryKindText.Of(entry.Kind)).Append('\n');
        text.Append("id ").Append(entry.Id).Append('\n');
        text.Append("thread ").Append(entry.Thread).Append('\n');
        text.Append("hour ").Append(JournalHour.ToText(entry.Hour)).Append('\n');
        text.Append("form ").Append(entry.Form.Length == 0 ? NoForm : entry.Form).Append('\n');
        text.Append("body ").Append(entry.Body.IsFile ? ToText(entry.Body) : NoBody).Append('\n');
        foreach (var attachment in entry.Attachments)
            text.Append("attachment ").Append(attachment.Id.ToString("N")).Append(' ').Append(ToText(attachment.Sealed)).Append('\n');
        text.Append(LastLineStart).Append(entry.Previous).Append('\n');
        return Utf8.GetBytes(text.ToString());
    }

    public static bool TryDecode(ReadOnlySpan<byte> encoded, out JournalEntry? entry)
    {
        entry = null;
        if (encoded.Length is 0 or > JournalEntry.MaxEncodedBytes || !TryText(encoded, out var text)) return false;
        var lines = new LineReader(text);
        if (!lines.TryLine(out var first) || !first.SequenceEqual(FirstLine)) return false;
        if (!lines.TryField("number ", out var number) || !LineReader.TryNumber(number, JournalEntry.MaxNumber, out var n)) return false;
        if (!lines.TryField("kind ", out var kindText) || !EntryKindText.TryParse(kindText, out var kind)) return false;
        if (!lines.TryField("id ", out var idText) || !EntryId.TryParse(idText, out var id)) return false;
        if (!lines.TryField("thread ", out var threadText) || !ThreadKey.TryParse(threadText, out var thread)) return false;
        if (!lines.TryField("hour ", out var hourText) || !JournalHour.TryParse(hourText, out var hour)) return false;
        if (!lines.TryField("form ", out var form) || form.IsEmpty) return false;
        if (!lines.TryField("body ", out var bodyText)) return false;
        if (!TryItem(bodyText, out var body) && !bodyText.SequenceEqual(NoBody)) return false;
        var attachments = ImmutableArray.CreateBuilder<AttachmentItem>();
        while (lines.TryField("attachment ", out var attachment))
        {
            if (attachments.Count == JournalEntry.MaxAttachments || !TryAttachment(attachment, out var item)) return false;
            attachments.Add(item);
        }

        if (!lines.TryField(LastLineStart, out var last) || !Sha256Hash.TryParse(last, out var previous) || !lines.AtEnd) return false;
        var decoded = new JournalEntry(
            n, kind, id, thread, hour, form.SequenceEqual(NoForm) ? "" : form.ToString(), body ?? SealedItem.None,
            attachments.ToImmutable(), previous);
        if (FaultOf(decoded) is not null) return false;
        entry = decoded;
        return true;
    }

    /// <summary>The name of the first field outside its limits, or null.</summary>
    public static string? FaultOf(JournalEntry entry)
    {
        if (entry.Number is < 1 or > JournalEntry.MaxNumber) return "number";
        if (!Enum.IsDefined(entry.Kind)) return "kind";
        if (!JournalHour.Is(entry.Hour)) return "hour";
        if (!IsForm(entry.Form)) return "form";
        if (!entry.Body.IsFile && (entry.Body != SealedItem.None || !MayBeBare(entry.Kind))) return "body";
        // It names what is gone: an entry before it, or it is none.
        if (entry.Kind == EntryKind.Retention && (entry.RetiredThrough == 0 || entry.RetiredThrough >= entry.Number)) return "form";
        if (entry.Attachments.IsDefault || entry.Attachments.Length > JournalEntry.MaxAttachments) return "attachments";
        if (entry.Attachments.Any(a => !a.Sealed.IsFile)) return "attachments";
        if (entry.Attachments.DistinctBy(a => a.Id).Count() != entry.Attachments.Length) return "attachments";
        return entry.Number == 1 && entry.Previous != Sha256Hash.Zero ? "previous" : null;
    }

    private static bool MayBeBare(EntryKind kind) => kind switch
    {
        EntryKind.Erasure or EntryKind.Removal or EntryKind.Hold or EntryKind.Release or EntryKind.Retention => true,
        EntryKind.Report or EntryKind.SealedDraft or EntryKind.Addition or EntryKind.Event => false,
    };

    private static bool IsForm(string form)
    {
        if (form.Length == 0) return true;
        if (form.Length > JournalEntry.MaxFormLength || form == NoForm || form.Trim().Length != form.Length) return false;
        for (var i = 0; i < form.Length; i++)
        {
            if (char.IsSurrogatePair(form, i)) i++;
            else if (char.IsSurrogate(form[i]) || char.IsControl(form[i])) return false;
        }

        return true;
    }

    private static bool TryText(ReadOnlySpan<byte> encoded, out string text)
    {
        text = "";
        if (!System.Text.Unicode.Utf8.IsValid(encoded)) return false;
        text = Utf8.GetString(encoded);
        return true;
    }

    private static string ToText(SealedItem item) => string.Create(CultureInfo.InvariantCulture, $"{item.Bytes} {item.Hash}");

    private static bool TryItem(ReadOnlySpan<char> text, out SealedItem? item)
    {
        item = null;
        var blank = text.IndexOf(' ');
        if (blank < 0 || !LineReader.TryNumber(text[..blank], SealedItem.MaxBytes, out var bytes) || bytes == 0) return false;
        if (!Sha256Hash.TryParse(text[(blank + 1)..], out var hash)) return false;
        item = new SealedItem(bytes, hash);
        return true;
    }

    private static bool TryAttachment(ReadOnlySpan<char> text, out AttachmentItem item)
    {
        item = new AttachmentItem(default, SealedItem.None);
        if (text.Length < 34 || text[32] != ' ' || !LowerHex.TryGuid(text[..32], out var id)) return false;
        if (!TryItem(text[33..], out var sealedItem) || sealedItem is null) return false;
        item = new AttachmentItem(id, sealedItem);
        return true;
    }
}
