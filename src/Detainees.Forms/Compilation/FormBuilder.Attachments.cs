using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Detainees.Forms;

internal sealed partial class FormBuilder
{
    private const int MaxAttachments = 20;

    /// <summary>Files that were found, by name.</summary>
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> contents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttachedTable?> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> fileOf = new(StringComparer.Ordinal);
    private readonly HashSet<FormQuestion> fromFile = [];
    private readonly Dictionary<FormQuestion, string> fromRepeat = [];

    [GeneratedRegex(@"pulldata\(\s*['""]([^'""]{1,100})['""]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PulledList();

    /// <summary>Lists that expressions read by name: csv-external, xml-external and what pulldata() names.</summary>
    private void ReadExternals()
    {
        foreach (var row in survey.Rows)
        {
            if (row.IsBlank || CellText.IsYes(row.Text("disabled"))) continue;
            if (QuestionTypes.Read(row.Text("type")) is { Kind: RowKind.External } external)
            {
                var name = row.Text("name");
                if (!Names.IsValid(name)) bag.Error(DiagnosticCodes.NameMissing, row, "name", $"The name says which file is meant: \"cities\" stands for cities{external.FileEnding}.");
                else AddInstance(row, "name", name + external.FileEnding);
            }

            foreach (var cell in row.Cells)
            {
                if (!cell.Text.Contains("pulldata", StringComparison.Ordinal)) continue;
                foreach (var match in PulledList().Matches(cell.Text).Select(match => match.Groups[1].Value))
                {
                    var file = match.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? match : match + ".csv";
                    // Missing ones are reported where the call is compiled, at their place in the expression.
                    if (!lists.ContainsKey(Stem(file)) && AttachmentNames.IsPlain(file) && attachments(file) is FormAttachment.Found) AddInstance(row, cell.Header.Name, file);
                }
            }
        }
    }

    private static string Stem(string file) => file[..file.LastIndexOf('.')];

    /// <summary>Makes <c>instance('cities')</c> of cities.csv.</summary>
    private void AddInstance(SheetRow row, string column, string file)
    {
        var stem = Stem(file);
        if (fileOf.TryGetValue(stem, out var other) ? other != file : lists.ContainsKey(stem))
        {
            bag.Error(DiagnosticCodes.NameTwice, row, column, $"instance('{stem}') would mean both {(other is null ? "a list of the choices sheet" : other)} and {file}. Rename one of them.");
            return;
        }

        if (fileOf.ContainsKey(stem) || Table(row, column, file) is not { } table) return;
        fileOf[stem] = file;
        lists = lists.Add(stem, Choices(stem, table, Math.Max(table.Column("name"), 0), table.Column("label")));
    }

    private ChoiceList? ReadFileList(SheetRow row, FormQuestion question, string file)
    {
        if (file.EndsWith(".geojson", StringComparison.OrdinalIgnoreCase))
        {
            bag.Error(DiagnosticCodes.NotSupported, row, "type", "Choices from a map (.geojson) are not supported in a chat, which has no map. Save the names of the places as a .csv file.");
            return null;
        }

        if (!file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
        {
            bag.Error(DiagnosticCodes.AttachmentInvalid, row, "type", "After the type stands the name of a file that ends in .csv or .xml, as in \"select_one_from_file cities.csv\".");
            return null;
        }

        AddInstance(row, "type", file);
        if (Table(row, "type", file) is not { } table) return null;
        var parameters = ParameterColumn.Pairs(row);
        if (Column("value", "name") is not (var value and >= 0) || Column("label", "label") is not (var label and >= 0)) return null;
        var list = Choices(Stem(file), table, value, label);
        foreach (var choice in list.Choices)
        {
            if (choice.Name.Length == 0)
                bag.Error(DiagnosticCodes.ChoiceNameMissing, row, "type", $"{file}, line {choice.Row}: the choice has no {table.Headers[value]}.");
            else if (question.Type == QuestionType.SelectMultiple && choice.Name.Any(char.IsWhiteSpace))
                bag.Error(DiagnosticCodes.ChoiceBlank, row, "type", $"{file}, line {choice.Row}: \"{choice.Name}\" holds a blank, but several names are stored separated by blanks.", null, null, choice.Name.Replace(' ', '_'));
            else if (list.Find(choice.Name) is { } first && first != choice && row.Cell("choice_filter") is null)
                bag.Warn(DiagnosticCodes.ChoiceTwice, row, "type", $"{file}, line {choice.Row}: \"{choice.Name}\" stands twice (first in line {first.Row}), and answers cannot be told apart.");
        }

        return list;

        int Column(string parameter, string usual)
        {
            var header = parameters.GetValueOrDefault(parameter, usual);
            var at = table.Column(header);
            if (at < 0 && parameter == "label") at = Array.FindIndex(table.Headers, other => other.StartsWith(header + "::", StringComparison.Ordinal));
            if (at < 0)
                bag.Error(DiagnosticCodes.ColumnUnknown, row, parameters.ContainsKey(parameter) ? "parameters" : "type",
                    $"{file} has no column \"{header}\". Name the column with {parameter}=... in the column parameters.", null, null, Names.Near(header, table.Headers));
            return at;
        }
    }

    private ChoiceList Choices(string name, AttachedTable table, int value, int label)
    {
        var header = label < 0 ? "label" : table.Headers[label].Split("::")[0];
        var labels = translations.Languages.Select(language => (Language: language, At: table.Column($"{header}::{language}"))).Where(pair => pair.At >= 0).ToList();
        var plain = table.Column(header);
        var choices = ImmutableArray.CreateBuilder<Choice>(table.Rows.Count);
        foreach (var (line, cells) in table.Rows)
        {
            var texts = labels.Where(pair => cells[pair.At].Length > 0).Select(pair => (pair.Language, cells[pair.At])).ToImmutableArray();
            if (plain >= 0 && cells[plain].Length > 0 && !texts.Any(text => text.Language == translations.DefaultLanguage))
                texts = texts.Add((translations.DefaultLanguage, cells[plain]));
            choices.Add(new Choice(cells[value], new LocalizedText(texts, translations.DefaultLanguage), new TableRow(table.Headers, cells), line));
        }

        return new(name, choices.ToImmutable());
    }

    /// <summary>The table of a file, read once; every problem is reported where the file is first named.</summary>
    private AttachedTable? Table(SheetRow row, string column, string file)
    {
        if (tables.TryGetValue(file, out var known)) return known;
        AttachedTable? table = null;
        if (!AttachmentNames.IsPlain(file))
            bag.Error(DiagnosticCodes.AttachmentInvalid, row, column, $"\"{file}\" is not the name of a file beside the form: no folders, no signs that file names cannot hold.");
        else if (tables.Count >= MaxAttachments)
            bag.Error(DiagnosticCodes.TooMany, row, column, $"A form may have at most {MaxAttachments} files.");
        else
        {
            switch (attachments(file))
            {
                case FormAttachment.Found found:
                    contents[file] = found.Content;
                    table = Parse(file, found.Content, out var problem);
                    if (problem is not null) bag.Error(DiagnosticCodes.AttachmentInvalid, row, column, $"{file} cannot be used: {problem}.");
                    break;
                case FormAttachment.TooLarge:
                    bag.Error(DiagnosticCodes.AttachmentInvalid, row, column, $"{file} is larger than {AttachmentNames.MaxBytes >> 20} MiB.");
                    break;
                case FormAttachment.Missing:
                    bag.Error(DiagnosticCodes.AttachmentMissing, row, column, $"There is no file \"{file}\" beside the form. Put it into the same folder, or into the form's own folder whose name ends in -media.");
                    break;
            }
        }

        return tables[file] = table;
    }

    private static AttachedTable? Parse(string file, ReadOnlyMemory<byte> content, out string? problem)
    {
        var rows = content.Length > AttachmentNames.MaxBytes ? Refuse(out problem)
            : file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? XmlTable.Read(content.Span, out problem) : CsvText.Read(content.Span, out problem);
        return problem is null ? AttachedTable.Of(rows, out problem) : null;
    }

    private static List<(int, string[])> Refuse(out string? problem)
    {
        problem = $"it is larger than {AttachmentNames.MaxBytes >> 20} MiB";
        return [];
    }

    /// <summary>The choices are the answers to a question of a repeat (pyxform adds the condition that they are not empty).</summary>
    private void BindChoicesFrom(FormQuestion question, SheetRow row, string reference, FormNames names)
    {
        if (row.Cell("type") is not { } type) return;
        var position = Math.Max(type.Text.IndexOf("${", StringComparison.Ordinal), 0);
        if (!reference.EndsWith('}'))
        {
            bag.Error(DiagnosticCodes.ReferenceMalformed, row, "type", "After the type stands a question of a repeat, as in \"select_one ${name}\".", type.Text, position);
            return;
        }

        var target = names.Resolve(reference[2..^1].Trim(), position, out var problem);
        if (problem is not null) bag.Expression(type, [problem]);
        if (target is null) return;
        if (target is not FormQuestion { NearestRepeat: { } repeat } asked || asked == question)
        {
            bag.Error(DiagnosticCodes.NotARepeat, row, "type", $"\"{target.Name}\" is not a question of a repeat, so it has one answer at most and nothing to choose from.", type.Text, position);
            return;
        }

        question.ChoicesFrom = asked;
        var filter = row.Cell("choice_filter");
        var problems = new List<ExpressionProblem>();
        var scope = new ExpressionScope(names, question, null, repeat);
        if (filter is not null)
        {
            // Its own problems first, at their own places.
            if (ExpressionBinder.Compile(filter.Text, scope, problems) is null || problems.Count > 0) bag.Expression(filter, problems);
            if (problems.Exists(found => !found.IsWarning)) return;
        }

        question.ChoiceFilter = ExpressionBinder.Compile(filter is null ? $"${{{asked.Name}}} != ''" : $"${{{asked.Name}}} != '' and ({filter.Text})", scope, []);
    }
}
