using System.Diagnostics;
using System.Globalization;

namespace Detainees.Benchmarks.Load;

/// <summary>One answered update, in Stopwatch ticks.</summary>
internal readonly record struct Answered(long Acted, long HandedOut, long At);

/// <summary>
/// One person in a closed loop: acts as soon as the bot's next message is there, which is recognised by its text and buttons.
/// /start, (the language), Begin, ten texts, Send, Send now, the last word; then again.
/// </summary>
/// <param name="pause">Between seeing a message and acting on it; none for a person who measures how much the bot can take.</param>
internal sealed class SimulatedUser(long chat, UpdateFeed feed, ScreenTexts texts, TimeSpan pause = default)
{
    private const int Welcome = 0, Review = Questions + 1, Confirm = Questions + 2, Final = Questions + 3;
    public const int Questions = 10;

    private readonly Lock gate = new();
    private readonly HashSet<long> standing = [];
    private readonly HashSet<long> owed = [];
    private PendingUpdate? waiting;
    private int expected;
    private long lastMessage;
    private bool stopped;

    public long Chat => chat;
    public List<Answered> Answered { get; } = [];
    public int Finished { get; private set; }

    /// <summary>Messages nobody waited for: said twice, or out of turn.</summary>
    public int Unexpected { get; private set; }

    public int Presses { get; private set; }
    public int PressesAnswered { get; private set; }

    /// <summary>Messages of finished visits that still stand in the chat, their last words aside.</summary>
    public int LeftStanding
    {
        get
        {
            lock (gate) return owed.Count;
        }
    }

    public bool IsWaiting
    {
        get
        {
            lock (gate) return waiting is not null;
        }
    }

    /// <summary>What was answered in a time, while more may be coming.</summary>
    public Answered[] AnsweredBetween(long from, long to)
    {
        lock (gate) return [.. Answered.Where(one => one.At >= from && one.At < to)];
    }

    public void Start()
    {
        lock (gate) Write("/start", Welcome);
    }

    /// <summary>Acts no more; an answer that is under way is still taken.</summary>
    public void Stop()
    {
        lock (gate) stopped = true;
    }

    /// <returns>The new message's id.</returns>
    public long Receive(ApiCall message)
    {
        lock (gate)
        {
            var id = ++lastMessage;
            standing.Add(id);
            if (waiting is { } update && Fits(message))
            {
                Answered.Add(new Answered(update.Acted, update.HandedOut, Stopwatch.GetTimestamp()));
                waiting = null;
                if (expected == Final) Finish();
                if (!stopped && pause == TimeSpan.Zero) Act(message, id);
                else if (!stopped) _ = ActLaterAsync(message, id);
            }
            else
            {
                Unexpected++;
            }

            return id;
        }
    }

    public void PressAnswered()
    {
        lock (gate) PressesAnswered++;
    }

    public void Deleted(List<long> messages)
    {
        lock (gate)
        {
            standing.ExceptWith(messages);
            owed.ExceptWith(messages);
        }
    }

    private bool Fits(ApiCall message) => expected switch
    {
        Welcome => message.Token(texts.Begin) is not null || message.Token(texts.Language) is not null,
        Review => message.Token(texts.Send) is not null,
        Confirm => message.Token(texts.SendNow) is not null,
        Final => message.Text.Contains(texts.Number, StringComparison.Ordinal),
        _ => message.Text.Contains(string.Create(CultureInfo.InvariantCulture, $"Question {expected}."), StringComparison.Ordinal),
    };

    private async Task ActLaterAsync(ApiCall message, long id)
    {
        await Task.Delay(pause);
        lock (gate)
            if (!stopped) Act(message, id);
    }

    private void Act(ApiCall message, long id)
    {
        switch (expected)
        {
            case Welcome when message.Token(texts.Language) is { } language: Press(language, id, Welcome); break;
            case Welcome: Press(message.Token(texts.Begin)!, id, 1); break;
            case Review: Press(message.Token(texts.Send)!, id, Confirm); break;
            case Confirm: Press(message.Token(texts.SendNow)!, id, Final); break;
            case Final: Write("/start", Welcome); break;
            default:
                Write(string.Create(CultureInfo.InvariantCulture, $"Answer {expected} of visit {Finished + 1} in chat {chat}"), expected + 1);
                break;
        }
    }

    private void Write(string text, int next)
    {
        standing.Add(++lastMessage);
        expected = next;
        waiting = feed.Add(this, isPress: false, text, lastMessage);
    }

    private void Press(string token, long message, int next)
    {
        Presses++;
        expected = next;
        waiting = feed.Add(this, isPress: true, token, message);
    }

    private void Finish()
    {
        Finished++;
        // The last word itself stays until the next visit is over; the others may go before it or after it.
        owed.UnionWith(standing.Where(message => message != lastMessage));
    }
}
