using System.Collections.Frozen;

namespace Detainees.Forms;

/// <summary>The columns a sheet can have, with all their spellings (pyxform, aliases.py and parsing/sheet_headers.py).</summary>
internal sealed class HeaderNames
{
    private readonly FrozenDictionary<string, string> aliases;
    private readonly FrozenSet<string> translated;
    private readonly FrozenSet<string> ignored;
    private readonly bool keepsOthers;

    private HeaderNames(Dictionary<string, string> aliases, string[] translated, string[] ignored, bool keepsOthers)
    {
        this.aliases = aliases.ToFrozenDictionary(StringComparer.Ordinal);
        this.translated = translated.ToFrozenSet(StringComparer.Ordinal);
        this.ignored = ignored.ToFrozenSet(StringComparer.Ordinal);
        this.keepsOthers = keepsOthers;
    }

    public static readonly string[] Media = ["image", "big-image", "audio", "video"];

    public static readonly HeaderNames Survey = new(
        Spellings(
            ["type", "command"], ["name", "tag", "value"], ["label", "caption"], ["hint"], ["guidance_hint"], ["required"],
            ["required_message", "requiredmsg", "required_msg", "jr:requiredmsg"], ["relevant", "relevance"], ["constraint"],
            ["constraint_message", "constraining_message", "constraint_msg", "constraintmsg", "jr:constraintmsg"], ["calculation", "calculate"],
            ["trigger"], ["default"], ["choice_filter"], ["read_only", "readonly"], ["repeat_count", "count", "jr:count"],
            ["parameters"], ["appearance"], ["image"], ["big-image"], ["audio"], ["video"], ["disabled"], ["save_to"]),
        ["label", "hint", "guidance_hint", "required_message", "constraint_message", .. Media],
        ["note", "#", "autoplay", "rows", "buttontext", "noapperrorstring", "intent", "compact_tag", "comment", "comments", "notes"],
        keepsOthers: false);

    public static readonly HeaderNames Choices = new(
        Spellings(["list_name"], ["name", "value"], ["label", "caption"], ["image"], ["big-image"], ["audio"], ["video"]),
        ["label", .. Media], ["#"], keepsOthers: true);

    public static readonly HeaderNames Settings = new(
        Spellings(
            ["form_title", "set_form_title", "title"], ["form_id", "id_string", "set_form_id"], ["version"], ["default_language"], ["instance_name"],
            ["allow_choice_duplicates"], ["clean_text_values"], ["namespaces"], ["menu_label"], ["menu_order"], ["offered_when"]),
        ["menu_label"],
        ["#", "public_key", "submission_url", "style", "name", "auto_send", "auto_delete", "client_editable", "omit_instanceid",
            "instance_xmlns", "prefix", "delimiter", "sms_keyword", "sms_separator", "sms_allow_media", "sms_date_format",
            "sms_datetime_format", "sms_response", "add_none_option", "flat"],
        keepsOthers: false);

    public bool IsTranslated(string name) => translated.Contains(name);
    public IEnumerable<string> Known => aliases.Values.Distinct();
    public bool IsIgnored(string name) => ignored.Contains(name) || name.StartsWith("sms_", StringComparison.Ordinal);

    private static Dictionary<string, string> Spellings(params string[][] columns) =>
        columns.SelectMany(column => column.Select(spelling => (spelling, column[0]))).ToDictionary(pair => pair.spelling, pair => pair.Item2);

    public void Read(SheetTable sheet, WorkbookRow row, List<SheetHeader> into, DiagnosticBag bag)
    {
        var doubled = row.Cells.Any(cell => cell.Text.Contains("::", StringComparison.Ordinal));
        var taken = new Dictionary<(string, string?), SheetHeader>();
        foreach (var cell in row.Cells)
        {
            var written = CellText.Clean(cell.Text, collapse: true);
            if (written.Length == 0) continue;
            var header = Understand(cell.Column, written, doubled);
            if (keepsOthers && header.Name == written && written.Contains(' '))
            {
                bag.Add(DiagnosticCodes.HeaderBlank, DiagnosticSeverity.Warning, sheet, row.Number, header,
                    "A column name with a blank cannot be used in expressions, so the column is left out. Write it with _ instead.", null, null, written.Replace(' ', '_'));
                continue;
            }

            if (taken.TryGetValue((header.Name, header.Language), out var first))
            {
                bag.Add(DiagnosticCodes.HeaderTwice, DiagnosticSeverity.Error, sheet, row.Number, header, first.Written == written
                    ? $"The column \"{written}\" stands twice{Place(sheet, first)}. Rename or remove one."
                    : $"\"{first.Written}\"{Place(sheet, first)} and \"{written}\" are different names of the same column. Rename or remove one.");
                continue;
            }

            taken.Add((header.Name, header.Language), header);
            into.Add(header);
            if (!keepsOthers) Judge(sheet, row.Number, header, bag);
        }
    }

    private static string Place(SheetTable sheet, SheetHeader header) => sheet.HasLines ? "" : $" (also in column {Columns.Letters(header.Column)})";

    private SheetHeader Understand(int column, string written, bool doubled)
    {
        var parts = Split(written, doubled);
        var head = Normal(parts[0]);
        if (parts.Count > 1 && head is "media") parts.RemoveAt(0);
        else if (parts.Count > 1 && head is "bind" or "body" or "control" or "instance")
        {
            var attribute = Normal(parts[1]);
            if (head == "bind" && parts[1].StartsWith("case:", StringComparison.OrdinalIgnoreCase))
                return new(column, written, "bind::case:" + parts[1]["case:".Length..].Trim(), null);
            if (head == "bind" && !doubled && parts.Count == 3 && attribute == "case") return new(column, written, "bind::case:" + parts[2], null);
            // bind::relevant and the like are the long spelling of the plain column.
            if (!aliases.ContainsKey(attribute) || head == "instance" || attribute is "type" or "name") return new(column, written, head + "::" + attribute, null);
            parts.RemoveAt(0);
        }

        head = Normal(parts[0]);
        if (!aliases.TryGetValue(head, out var name)) return new(column, written, keepsOthers ? written : ignored.Contains(head) ? head : Normal(written), null);
        var language = parts.Count > 1 ? string.Join("::", parts.Skip(1)) : null;
        return language is null || translated.Contains(name) ? new(column, written, name, language) : new(column, written, Normal(written), null);
    }

    private static List<string> Split(string written, bool doubled)
    {
        if (doubled) return [.. written.Split("::").Select(part => part.Trim())];
        // A single colon separates too, where no header of the sheet has two; "jr:" belongs to its word.
        var parts = written.Split(':').Select(part => part.Trim()).ToList();
        for (var i = 0; i + 1 < parts.Count; i++)
        {
            if (parts[i] != "jr") continue;
            parts[i] = "jr:" + parts[i + 1];
            parts.RemoveAt(i + 1);
        }

        return parts;
    }

    private static string Normal(string part) => part.Trim().ToLowerInvariant().Replace(' ', '_');

    private void Judge(SheetTable sheet, int row, SheetHeader header, DiagnosticBag bag)
    {
        if (aliases.ContainsKey(header.Name)) return;
        if (header.Name.StartsWith("bind::case:", StringComparison.Ordinal))
        {
            var word = header.Name["bind::case:".Length..];
            if (!CaseWords.Columns.ContainsKey(word))
                bag.Add(DiagnosticCodes.HeaderUnknown, DiagnosticSeverity.Warning, sheet, row, header,
                    $"There is no such column of the case: {string.Join(", ", CaseWords.Columns.Keys)}.", null, null,
                    Names.Near(word, CaseWords.Columns.Keys) is { } close ? "bind::case:" + close : null);
            return;
        }

        var isIgnored = IsIgnored(header.Name);
        var isAttribute = header.Name.StartsWith("bind::", StringComparison.Ordinal);
        if (isIgnored && header.Name is "#" or "note" or "comment" or "comments" or "notes") return;
        if (isIgnored)
        {
            bag.Add(DiagnosticCodes.HeaderIgnored, DiagnosticSeverity.Note, sheet, row, header, "This column has no effect in a chat.");
            return;
        }

        var near = Spelt(header.Written) ?? Names.Near(header.Name.Split("::")[0], aliases.Keys);
        bag.Add(DiagnosticCodes.HeaderUnknown, near is not null || isAttribute ? DiagnosticSeverity.Warning : DiagnosticSeverity.Note, sheet, row, header,
            "This column is not one that forms have; it is left out.", null, null, near);
    }

    /// <summary>A translated column with its language in another spelling, "label:fr" beside "label::en", "label (fr)", "label_fr"; null for any other header.</summary>
    private string? Spelt(string written)
    {
        var lower = written.ToLowerInvariant();
        foreach (var name in translated)
        {
            if (!lower.StartsWith(name, StringComparison.Ordinal) || written.Length < name.Length + 2 || char.IsLetterOrDigit(written[name.Length])) continue;
            var language = written[(name.Length + 1)..].Trim(' ', ':', '(', ')', '_', '-');
            if (language.Length > 0) return $"{name}::{language}";
        }

        return null;
    }
}
