using System.Net;

namespace Detainees.Phone;

/// <summary>How the local phone starts. Every value has a default that works on a laptop.</summary>
public sealed class PhoneOptions
{
    /// <summary>Where to listen. Only loopback addresses are accepted: the phone has no access control of its own.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port, 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The token that the bot must use. It guards nothing and must never be a real one.</summary>
    public string Token { get; init; } = PhoneServer.DummyToken;

    /// <summary>Time of messages, expiries and long polls. <c>POST /phone/clock</c> adds to it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Told how far <c>POST /phone/clock</c> has moved the phone's time in all, so that the bot's time can go with it.
    /// </summary>
    public Action<TimeSpan>? ClockMoved { get; init; }

    /// <summary>The bot's name as the chat shows it, 1 to 64 characters.</summary>
    public string BotName { get; init; } = "Practice bot";

    /// <summary>The bot's user name, without "@".</summary>
    public string BotUserName { get; init; } = "practice_bot";

    /// <summary>What the server has stored, for the pane of the page; null where there is nothing to show.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<StoredItem>>>? Stored { get; init; }

    /// <summary>For trying a form: takes the place of the other panes; null for none.</summary>
    public PreviewHooks? Preview { get; init; }

    /// <summary>Lines shown above the chat, such as "Practice only: the keys are public".</summary>
    public IReadOnlyList<string> Banner { get; init; } = [];

    /// <summary>First language of the page: en, hy, ru or ar. The person can change it.</summary>
    public string PageLanguage { get; init; } = "en";

    /// <summary>
    /// Whether a poll repeated with the same offset is slowed as the real server does: within 0.5 s it gets one update,
    /// within 3 s it waits 3 s. Off by default, because a test on a standing clock would wait for ever.
    /// </summary>
    public bool SlowsRepeatedPolls { get; init; }
}
