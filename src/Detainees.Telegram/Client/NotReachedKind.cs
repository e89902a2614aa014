namespace Detainees.Telegram;

/// <summary>Why no answer came, and so whether the server may have done what was asked.</summary>
public enum NotReachedKind
{
    /// <summary>No connection (name, route, TLS): the server did nothing.</summary>
    NoConnection,

    /// <summary>The connection broke after the request began: the server may have done it.</summary>
    Cut,

    /// <summary>The time was over: the server may have done it.</summary>
    TimedOut,
}
