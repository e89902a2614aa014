using System.Globalization;

namespace Detainees.Conversations;

/// <summary>What a button of the current prompt does. Doing it twice does no more than once.</summary>
/// <param name="Kind">One letter, see <see cref="ActionKind"/>.</param>
/// <param name="Index">A place in a list that both sides can make again from the state.</param>
/// <param name="Extra">The wanted outcome: a toggle says on or off, a rank says which place.</param>
internal readonly record struct PressAction(ActionKind Kind, int Index = 0, int Extra = 0);

/// <summary>The letters are written into buttons that live for days: never give one a second meaning.</summary>
internal enum ActionKind
{
    Acknowledge = 'a', Back = 'b', Choose = 'c', Done = 'd', Erase = 'e', Refused = 'f', Guidance = 'g', Cancel = 'h', EditItem = 'i',
    AddItem = 'j', Keep = 'k', Later = 'l', Toggle = 'm', No = 'n', Offered = 'o', Page = 'p', Send = 'q', Rank = 'r', Skip = 's',
    Day = 't', Unknown = 'u', Continue = 'v', RemoveFiles = 'w', DeleteItem = 'x', Yes = 'y', UndoRank = 'z', Review = 'R', Language = 'L',
    StartOver = 'S', Clock = 'T', ShowAll = 'A', Next = 'N', Together = 'G', Anew = 'W',
}

/// <summary>The text inside a button: session, count of prompts, nonce, action. At most 64 ASCII bytes; no data of the person.</summary>
internal readonly record struct PressToken(string Session, int Count, string Nonce, PressAction Action)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzRLSTANGW";

    public override string ToString() => Action.Extra == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Session}.{Count}.{Nonce}.{(char)Action.Kind}{Action.Index}")
        : string.Create(CultureInfo.InvariantCulture, $"{Session}.{Count}.{Nonce}.{(char)Action.Kind}{Action.Index}+{Action.Extra}");

    public static bool TryParse(string? text, out PressToken token)
    {
        token = default;
        if (text is null || text.Length is 0 or > 64) return false;
        Span<Range> parts = stackalloc Range[5];
        if (text.AsSpan().Split(parts, '.') != 4) return false;
        var action = text.AsSpan(parts[3]);
        if (action.Length < 2 || !Letters.Contains(action[0], StringComparison.Ordinal)) return false;
        if (!Number(text.AsSpan(parts[1]), out var count)) return false;
        var plus = action.IndexOf('+');
        var index = plus < 0 ? action[1..] : action[1..plus];
        if (!Number(index, out var at)) return false;
        var extra = 0;
        if (plus >= 0 && !Number(action[(plus + 1)..], out extra)) return false;
        token = new PressToken(text[parts[0]], count, text[parts[2]], new PressAction((ActionKind)action[0], at, extra));
        return true;
    }

    private static bool Number(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= 1_000_000;
}
