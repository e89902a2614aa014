using System.Text;
using Detainees.Testing;

namespace Detainees.Forms.Tests;

/// <summary>docs/xlsform-support.md: what of XLSForm works here. Each line is a small form, and what the checker says of it is the last column.</summary>
public sealed class SupportTableTests
{
    private const string Choices = "\n| choices | |\n| | list_name | name | label |\n| | l | x | X |\n| | l | y | Y |";
    private const string Settings = "\n| settings | |\n| | form_id | version |\n| | t | 1 |";

    /// <summary>Type as written, how much it matters, what happens in the chat.</summary>
    private static readonly (string Cell, string Priority, string Chat)[] Types =
    [
        ("text", "must", "a text message"), ("integer", "must", "a whole number, in the digits of any script"), ("decimal", "must", "a number with comma or point"),
        ("range", "must", "buttons, or a number in the range"), ("select_one l", "must", "one button a choice; long lists by pages and typed search"),
        ("select_multiple l", "must", "boxes to tick and Done"), ("select_one l or_other", "should", "a choice \"Other\" and a text question"),
        ("select_one_from_file f.csv", "should", "as select_one, from an attached file"), ("select_multiple_from_file f.csv", "should", "as select_multiple, from an attached file"),
        ("rank l", "must", "tapped in order"), ("note", "must", "a message without a question"), ("calculate", "must", "not shown"), ("hidden", "must", "not shown"),
        ("acknowledge", "must", "one button"), ("date", "must", "typed in the ways people type dates, or buttons"), ("time", "must", "typed or buttons"), ("dateTime", "must", "a date, then a time"),
        ("geopoint", "must", "an attached place or typed coordinates; cannot be published"), ("image", "must", "a photograph or a file"), ("audio", "must", "a voice message or a file"),
        ("video", "should", "a video or a file"), ("file", "must", "a file"), ("barcode", "should", "typed"), ("begin_group", "must", "a heading"), ("begin_repeat", "must", "\"Add another?\""),
        ("start", "must", "filled in"), ("end", "must", "filled in"), ("today", "must", "filled in"), ("username", "should", "stays empty"), ("phonenumber", "should", "stays empty"),
        ("email", "should", "stays empty"), ("deviceid", "should", "stays empty"), ("csv-external", "should", "data for instance()"), ("xml-external", "should", "data for instance()"),
        ("audit", "won't", "left out"), ("start-geopoint", "won't", "stays empty"), ("background-geopoint", "won't", "stays empty"), ("geotrace", "won't", "–"), ("geoshape", "won't", "–"),
        ("background-audio", "won't", "–"), ("begin_loop", "won't", "–"), ("select_one_external l", "won't", "–"), ("osm", "won't", "–"), ("include", "won't", "–"), ("cascading_select", "won't", "–"),
        ("percentage", "won't", "–"), ("text audit", "won't", "–"), ("audio audit", "won't", "–"),
    ];

    private static readonly (string Header, string Value, string Type, string Priority, string Chat)[] Columns =
    [
        ("hint", "A hint.", "text", "must", "below the question"), ("guidance_hint", "More.", "text", "should", "behind a question mark"), ("required", "yes", "text", "must", "no Skip"),
        ("required_message", "Please.", "text", "must", "when Skip or nothing is tried"), ("relevant", "1 = 1", "text", "must", "asked only when true; on groups and repeats too"),
        ("constraint", ". != 'x'", "text", "must", "asked again with the message"), ("constraint_message", "No.", "text", "must", "said when the constraint is not met"),
        ("calculation", "1 + 1", "calculate", "must", "computed by dependency"), ("trigger", "${before}", "text", "must", "computes when that question is answered"),
        ("default", "x", "text", "must", "there before the first answer"), ("choice_filter", "name != 'x'", "select_one l", "must", "choices that do not fit are not offered"),
        ("read_only", "yes", "text", "must", "shown, not asked"), ("repeat_count", "2", "begin_repeat", "must", "so many times, without being asked"),
        ("parameters", "randomize=true", "select_one l", "must", "randomize, seed, start, end, step"), ("appearance", "minimal", "select_one l", "must", "see below"),
        ("image", "a.png", "text", "should", "shown above the question, a file for each language"), ("big-image", "a.png", "text", "should", "shown instead of image"), ("audio", "a.mp3", "text", "should", "played with the question"),
        ("video", "a.mp4", "text", "should", "shown with the question"), ("disabled", "yes", "text", "should", "the row is left out"), ("bind::case:field", "last_place", "text", "must", "goes to that field of the case"),
        ("save_to", "p", "text", "won't", "–"), ("autoplay", "audio", "text", "won't", "–"), ("intent", "ex:a", "text", "won't", "–"), ("bind::odk:length", "5", "text", "won't", "–"), ("note", "mine", "text", "must", "a remark"),
        ("#", "mine", "text", "must", "a remark"),
    ];

    private static readonly (string Name, string Value, string Priority, string Chat)[] SettingNames =
    [
        ("form_title", "T", "must", "in the menu"), ("form_id", "t", "must", "in every report"), ("version", "1", "must", "in every report"), ("default_language", "default", "must", "where a text is missing"),
        ("instance_name", "'T'", "should", "title of a report"), ("allow_choice_duplicates", "yes", "should", "one name twice in a list"), ("clean_text_values", "no", "should", "blanks are kept"),
        ("menu_label::English (en)", "Report", "ours", "what the menu of forms calls it"), ("menu_order", "1", "ours", "its place in the menu, smaller first"),
        ("offered_when", "icrc", "ours", "words that the operator must have switched on before it is offered"),
        ("namespaces", "case=\"urn:x\"", "should", "for other tools"), ("public_key", "x", "won't", "–"), ("submission_url", "https://example.org", "won't", "–"), ("style", "pages", "won't", "–"),
        ("name", "x", "won't", "–"), ("auto_send", "true", "won't", "–"), ("auto_delete", "true", "won't", "–"), ("client_editable", "true", "won't", "–"), ("omit_instanceID", "true", "won't", "–"),
        ("instance_xmlns", "x", "won't", "–"), ("prefix", "x", "won't", "–"), ("delimiter", "x", "won't", "–"), ("sms_keyword", "x", "won't", "–"), ("add_none_option", "true", "won't", "–"), ("flat", "true", "won't", "–"),
    ];

    private static readonly (string Priority, string[] Names)[] Functions =
    [
        ("must", ["true", "false", "boolean", "not", "if", "coalesce", "once", "boolean-from-string", "string", "concat", "join", "substr", "substring-before", "substring-after",
            "translate", "string-length", "normalize-space", "contains", "starts-with", "ends-with", "regex", "number", "int", "round", "abs", "pow", "sum", "min", "max", "count",
            "count-non-empty", "position", "random", "selected", "selected-at", "count-selected", "jr:choice-name", "today", "now", "date", "date-time", "format-date", "format-date-time",
            "decimal-date-time", "decimal-time", "instance", "current", "indexed-repeat", "uuid", "checklist", "weighted-checklist"]),
        ("should", ["log", "log10", "sqrt", "exp", "exp10", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "pi", "digest", "base64-decode", "distance", "area", "pulldata", "jr:itext", "randomize",
            "version", "floor", "ceiling", "substring", "last"]),
        ("won't", ["geofence", "intersects", "enclosed-area", "extract-signed", "property", "depend", "thousandsep", "lower-case", "upper-case", "name", "local-name", "namespace-uri", "id", "lang", "search"]),
    ];

    private static FormAttachment BesideTheForm(string file) => MediaFile.KindOf(file) is not null ? new FormAttachment.Found(new byte[1]) : new FormAttachment.Found(Encoding.UTF8.GetBytes(file.EndsWith(".csv", StringComparison.Ordinal)
        ? "name,label\nx,X\n"
        : "<root><item><name>x</name><label>X</label></item></root>"));

    private static string Said(string form, Func<FormDiagnostic, bool>? about = null)
    {
        var diagnostics = FormCompiler.Compile(Some.Workbook(form), BesideTheForm).Diagnostics.Where(about ?? (_ => true)).ToList();
        if (diagnostics.Count == 0) return "works";
        var worst = diagnostics.MaxBy(d => d.Severity) ?? diagnostics[0];
        var word = worst.Severity switch
        {
            DiagnosticSeverity.Error => "**refused**: ",
            DiagnosticSeverity.Warning => "warning: ",
            DiagnosticSeverity.Note => "note: ",
        };
        return word + worst.Message.Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string OfType(string cell)
    {
        var (first, rest) = cell switch
        {
            "begin_group" or "begin_repeat" => (cell, $"\n| | text | inner | I | |\n| | {cell.Replace("begin", "end", StringComparison.Ordinal)} | | | |"),
            _ => (cell, ""),
        };
        var calculation = cell == "calculate" ? "1 + 1" : "";
        return Said($"| survey | |\n| | type | name | label | calculation |\n| | {first} | q | Q | {calculation} |{rest}\n| | text | more | M | |" + Choices + Settings, d => d.Code != DiagnosticCodes.ListUnused);
    }

    private static string OfColumn(string header, string value, string type)
    {
        var needs = header switch
        {
            "trigger" => ("calculation", "1"),
            "required_message" => ("required", "yes"),
            "constraint_message" => ("constraint", ". != 'x'"),
            _ => ("label", "Q"),
        };
        var label = needs.Item1 == "label" ? "" : "label | ";
        var end = type == "begin_repeat" ? "\n| | text | inner | | I | |\n| | end_repeat | | | | |" : "";
        return Said($"| survey | |\n| | type | name | {header} | {label}{needs.Item1} |\n| | text | before | | {(label.Length > 0 ? "B | " : "B | ")} |\n| | {type} | q | {value} | {(label.Length > 0 ? "Q | " : "")}{needs.Item2} |{end}\n| | text | more | | M | |"
            + Choices + Settings, d => d.Code is not (DiagnosticCodes.ListUnused or DiagnosticCodes.SettingMissing));
    }

    private static string OfFunction(string name) =>
        FunctionTable.Refused.TryGetValue(name, out var reason) ? "**refused**: " + reason
        : FunctionTable.NotPortable.Contains(name) ? "warning: works here but ODK Collect refuses it"
        : FunctionTable.All.ContainsKey(name) ? "works" : "**refused**: unknown";

    private static string Document()
    {
        var text = new StringBuilder("""
            # XLSForm here: what works

            Made from the code by a test: the last column is what `form check` says of a small form that uses the feature. *must*, *should* and *won't* are
            what we hold ourselves to. "works" means that nothing is said; a note says what has no effect; what is refused keeps the form from being read.

            ## Question types

            | type | | in the chat | the checker says |
            |---|---|---|---|

            """);
        foreach (var (cell, priority, chat) in Types) text.Append($"| `{cell}` | {priority} | {chat} | {OfType(cell)} |\n");
        text.Append("\n## Columns of the sheet survey\n\n| column | | in the chat | the checker says |\n|---|---|---|---|\n| `type`, `name`, `label` | must | the question | works |\n");
        foreach (var (header, value, type, priority, chat) in Columns) text.Append($"| `{header}` | {priority} | {chat} | {OfColumn(header, value, type)} |\n");
        text.Append("\n## Appearances\n\n| appearance | the checker says |\n|---|---|\n");
        foreach (var word in (string[])[.. Appearances.Honoured, "columns-2", .. Appearances.Calendars, .. Appearances.NoEffect, "search('f')", "ex:org.example.app"])
            text.Append($"| `{word}` | {Said($"| survey | |\n| | type | name | label | appearance |\n| | text | q | Q | {word} |" + Settings)} |\n");
        text.Append("\n## Settings\n\n| setting | | here | the checker says |\n|---|---|---|---|\n");
        foreach (var (name, value, priority, chat) in SettingNames)
        {
            var others = name switch { "form_id" => " version |\n| | t | 1 |", "version" => " form_id |\n| | 1 | t |", _ => $" form_id | version |\n| | {value} | t | 1 |" };
            text.Append($"| `{name}` | {priority} | {chat} | {Said($"| survey | |\n| | type | name | label |\n| | text | q | Q |\n| settings | |\n| | {name} |{others}")} |\n");
        }

        text.Append("\n## Functions\n\n| function | | the checker says |\n|---|---|---|\n");
        foreach (var (priority, names) in Functions)
            foreach (var name in names) text.Append($"| `{name}()` | {priority} | {OfFunction(name)} |\n");
        text.Append("\nOperators: all of XPath 1.0. Paths: `name`, `.`, `..`, `*` in lists; no `//`, `@`, `text()`.\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    [Fact]
    public void The_table_in_the_docs_is_what_the_program_does() => KeptFile.MustBe(Checkout.Path("docs", "xlsform-support.md"), Document());

    [Fact]
    public void The_table_holds_every_function_column_and_setting_that_the_program_knows()
    {
        var functions = Functions.SelectMany(group => group.Names).ToHashSet();
        Assert.DoesNotContain(FunctionTable.All.Keys.Concat(FunctionTable.Refused.Keys), name => !functions.Contains(name));
        Assert.Empty(HeaderNames.Survey.Known.Except(["type", "name", "label"]).Except(Columns.Select(column => column.Header)));
        Assert.Empty(HeaderNames.Settings.Known.Except(SettingNames.Select(setting => setting.Name.Split("::")[0])));
    }
}
