using System.Globalization;
using System.Text;
using System.Text.Json;
using Detainees.Conversations;
using Detainees.Fuzz.Running;
using static Detainees.Fuzz.Running.OracleException;

namespace Detainees.Fuzz.Targets;

/// <summary>What a person, or somebody with a changed client, can send to the engine; and the stored state.</summary>
internal static class ConversationTargets
{
    private static readonly ChatId Number = new(5001);

    private static readonly byte[][] Words = Kept.Words(
        "\n", "b0\n", "b1\n", "b2\n", "b3\n", "b7\n", "t", "t17.05.1990\n", "ttoday\n", "tԱրամ Թեստյան\n", "t12,5\n", "/start\n", "/review\n", "/cancel\n", "/erase\n", "/language\n", "/pause\n", "f0\n", "f2\n",
        "s\n", "x\n", "w20\n", "w44\n", "l40.1 44.5\n", "l1e308 -1e308\n", "m\n", "o\n", "e1 changed\n", "c+380\n", "\u202e", "**bold** [x](y) ${name}", "\ud83d\udd4a", ".a0", ".q0", ".R0", ".y0", "+1", "999999999");

    public static IEnumerable<FuzzTarget> All()
    {
        var form = Library.Compile(Kept.All("forms").First());
        var small = Library.Compile(Encoding.UTF8.GetBytes(Small));
        var library = new Library(small, form);
        byte[][] scripts = [.. Kept.All("turns")];
        yield return new("conversation", 40_000_000, 20_000, scripts, Words, input => Converse(input, library)) { Short = 30, MostInput = 1500 };

        var (places, tokens) = Walk(library, scripts);
        yield return new("callback-data", 6_000_000, 2_000, tokens, Words, input => Press(input, places, library)) { Short = 400, MostInput = 300 };
        yield return new(
            "conversation-state", 600_000, 100, [.. places.Where((_, i) => i % 5 == 0).Select(ConversationStateJson.Write), .. Kept.All("conversation-state")],
            Kept.Words("\"kind\":", "\"drafting\"", "\"sent\"", "null", "{}", "[]", "\"\\ud800\"", "1e999", "\"v\":1,", "\"v\":2", "\"draft\":", string.Concat(Enumerable.Repeat("[", 70))), ReadState);
    }

    /// <summary>Drafts as they are stored, for a desk that opens them.</summary>
    public static IEnumerable<byte[]> Drafts() =>
        Walk(new Library(Library.Compile(Encoding.UTF8.GetBytes(Small)), Library.Compile(Kept.All("forms").First())), [.. Kept.All("turns")])
            .Places.OfType<ConversationState.Drafting>().Where((_, i) => i % 6 == 0).Select(ConversationStateJson.Write);

    /// <summary>The places of a conversation where a button can be pressed, and the buttons there.</summary>
    private static (List<ConversationState> Places, List<byte[]> Tokens) Walk(Library library, byte[][] scripts)
    {
        var places = new List<ConversationState>();
        var tokens = new List<byte[]>();
        foreach (var script in scripts)
        {
            var chat = new Chat(library, new ConversationState.New(Number, "en"));
            foreach (var line in Kept.Text(script).Split('\n').Take(40))
            {
                Play(chat, line);
                places.Add(chat.State);
                tokens.AddRange(chat.Buttons.Take(3).Select(b => Encoding.UTF8.GetBytes($"{places.Count - 1}\n{b.Token}")));
            }
        }

        return (places, tokens);
    }

    private const string Small = """
        survey:
        - {type: text, name: who, label: 'Who **is** it?'}
        - {type: select_multiple signs, name: signs, label: Signs}
        - {type: begin_repeat, name: seen, label: Seen}
        - {type: date, name: day, label: When}
        - {type: geopoint, name: place, label: Where}
        - {type: end_repeat}
        - {type: image, name: picture, label: 'A picture of ${who}'}
        - {type: integer, name: age, label: Age, constraint: '. < 120'}
        choices:
        - {list_name: signs, name: scar, label: A scar}
        - {list_name: signs, name: beard, label: A beard}
        settings:
        - {form_title: Small, form_id: small, version: '1'}
        """;

    private static Verdict Converse(byte[] input, Library library)
    {
        var chat = new Chat(library, new ConversationState.New(Number, "en"));
        foreach (var line in Kept.Text(input).Split('\n').Take(60)) Play(chat, line);
        return chat.State is ConversationState.New ? Verdict.Refused : Verdict.Accepted;
    }

    private static Verdict Press(byte[] input, List<ConversationState> places, Library library)
    {
        var parts = Kept.Text(input).Split('\n', 2);
        var place = int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? places[number % places.Count] : places[^1];
        var chat = new Chat(library, place);
        var before = ConversationStateJson.Write(place);
        chat.Give(new Input.Press("p", new MessageId(3), parts[^1]));
        return ConversationStateJson.Write(chat.State).AsSpan().SequenceEqual(before) ? Verdict.Refused : Verdict.Accepted;
    }

    private static Verdict ReadState(byte[] input)
    {
        ConversationState state;
        try
        {
            state = ConversationStateJson.Read(input);
        }
        catch (JsonException)
        {
            return Verdict.Refused; // as documented
        }

        var written = ConversationStateJson.Write(state);
        Require(ConversationStateJson.Write(ConversationStateJson.Read(written)).AsSpan().SequenceEqual(written), "a state that does not read back");
        return Verdict.Accepted;
    }

    /// <summary>One line of a script: a letter for the kind of input, then its content.</summary>
    private static void Play(Chat chat, string line)
    {
        if (line.Length == 0) return;
        var (rest, id) = (line[1..], new MessageId(line.Length));
        switch (line[0])
        {
            case 't': chat.Give(new Input.Text(id, rest, rest.Length % 5 == 4)); break;
            case '/': chat.Give(new Input.Command(id, rest.Split(' ')[0], rest)); break;
            case 'p': chat.Give(new Input.Press("p", id, rest)); break;
            case 'b' when int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < chat.Buttons.Count:
                chat.Give(new Input.Press("p", id, chat.Buttons[place].Token));
                break;
            case 'f': chat.Give(new Input.File(id, new IncomingFile("ref", "unique" + rest, (FileKind)(rest.Length > 0 ? rest[0] % 6 : 0), rest, rest, rest.Length, null), rest, rest.Length > 4 ? "album" : null)); break;
            case 's': chat.SettleFiles(stored: true); break;
            case 'x': chat.SettleFiles(stored: false); break;
            case 'e': chat.Give(new Input.Edited(new MessageId(rest.Length > 0 ? rest[0] - '0' : 0), rest)); break;
            case 'l':
                var numbers = rest.Split(' ').Select(t => double.TryParse(t, CultureInfo.InvariantCulture, out var n) ? n : double.NaN).ToArray();
                chat.Give(new Input.Place(id, numbers[0], numbers[^1], numbers.Length > 2 ? numbers[1] : null));
                break;
            case 'c' when rest.Length > 0: chat.Give(new Input.Contact(id, rest)); break;
            case 'w': chat.Wait(TimeSpan.FromHours(int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? Math.Min(hours, 1000) : 1)); break;
            case 'm': chat.Give(new Input.Left()); break;
            case 'o': chat.Give(new Input.Other(id, rest)); break;
            default: chat.Give(new Input.Text(id, line)); break;
        }
    }
}
