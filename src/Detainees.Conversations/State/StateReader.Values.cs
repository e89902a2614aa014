using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Detainees.Conversations;

/// <summary>The single values. The reader under it always stands on the token that comes next.</summary>
internal ref partial struct StateReader
{
    private void Move()
    {
        if (!json.Read()) throw new JsonException();
    }

    private void Expect(JsonTokenType token)
    {
        if (json.TokenType != token) throw new JsonException();
        Move();
    }

    private void Open() => Expect(JsonTokenType.StartObject);

    private void Close() => Expect(JsonTokenType.EndObject);

    /// <summary>Passes over a member's name where it is the one that comes next.</summary>
    private bool Is(ReadOnlySpan<byte> name)
    {
        if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals(name)) return false;
        Move();
        return true;
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        if (!Is(name)) throw new JsonException();
    }

    /// <summary>Whether a member that may be left out has a value.</summary>
    private bool IsThere(ReadOnlySpan<byte> name)
    {
        if (!Is(name)) return false;
        if (json.TokenType != JsonTokenType.Null) return true;
        Move();
        return false;
    }

    private void Enter(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open();
    }

    private void EnterList(ReadOnlySpan<byte> name)
    {
        Name(name);
        Expect(JsonTokenType.StartArray);
    }

    /// <summary>Whether a list ends here; then it is left.</summary>
    private bool IsEnd()
    {
        if (json.TokenType != JsonTokenType.EndArray) return false;
        Move();
        return true;
    }

    /// <summary>The next name of an object whose names are data; null where it ends, and then it is left.</summary>
    private string? MemberName()
    {
        if (json.TokenType != JsonTokenType.PropertyName)
        {
            Close();
            return null;
        }

        var name = json.GetString();
        Move();
        return name;
    }

    private string Text()
    {
        var text = json.GetString() ?? throw new JsonException();
        Move();
        return text;
    }

    private string Text(ReadOnlySpan<byte> name)
    {
        Name(name);
        return Text();
    }

    private string? TextOrNull(ReadOnlySpan<byte> name) => IsThere(name) ? Text() : null;

    private ImmutableArray<string> Texts(ReadOnlySpan<byte> name)
    {
        Name(name);
        return Texts();
    }

    private ImmutableArray<string> TextsOrNone(ReadOnlySpan<byte> name) => Is(name) ? Texts() : [];

    private ImmutableArray<string> Texts()
    {
        Expect(JsonTokenType.StartArray);
        if (IsEnd()) return [];
        var texts = ImmutableArray.CreateBuilder<string>();
        while (!IsEnd()) texts.Add(Text());
        return texts.DrainToImmutable();
    }

    private int Number()
    {
        var number = json.GetInt32();
        Move();
        return number;
    }

    private int Number(ReadOnlySpan<byte> name) => Is(name) ? Number() : 0;

    private int? NumberOrNull(ReadOnlySpan<byte> name) => IsThere(name) ? Number() : null;

    private long Long()
    {
        var number = json.GetInt64();
        Move();
        return number;
    }

    private long Long(ReadOnlySpan<byte> name)
    {
        Name(name);
        return Long();
    }

    private long? LongOrNull(ReadOnlySpan<byte> name) => IsThere(name) ? Long() : null;

    private ulong Seed(ReadOnlySpan<byte> name)
    {
        Name(name);
        var number = json.GetUInt64();
        Move();
        return number;
    }

    private DateTimeOffset Moment()
    {
        var moment = json.GetDateTimeOffset();
        Move();
        return moment;
    }

    private DateTimeOffset Moment(ReadOnlySpan<byte> name)
    {
        Name(name);
        return Moment();
    }

    private DateTimeOffset? MomentOrNull(ReadOnlySpan<byte> name) => IsThere(name) ? Moment() : null;

    private bool Flag(ReadOnlySpan<byte> name)
    {
        if (!Is(name)) return false;
        var flag = json.GetBoolean();
        Move();
        return flag;
    }

    /// <summary>A kind by the name it has in the program, spelt just so.</summary>
    private T Word<T>(ReadOnlySpan<byte> name) where T : struct, Enum
    {
        var word = Text(name);
        return Enum.TryParse<T>(word, out var kind) && kind.ToString() == word ? kind : throw new JsonException();
    }

    /// <summary>A kind by the word that stands for it; nothing is kept of the text.</summary>
    private T Word<T>(KindWord<T>[] words)
    {
        if (json.TokenType != JsonTokenType.String) throw new JsonException();
        foreach (var (kind, word) in words)
        {
            if (!json.ValueTextEquals(word)) continue;
            Move();
            return kind;
        }

        throw new JsonException();
    }

    private readonly record struct KindWord<T>(T Kind, byte[] Word);

    private static KindWord<T>[] Words<T>(Func<T, string> of) where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(kind => new KindWord<T>(kind, Encoding.UTF8.GetBytes(of(kind))))];
}
