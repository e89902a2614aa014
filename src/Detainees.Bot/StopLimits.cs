namespace Detainees.Bot;

/// <summary>How the five seconds are shared out in which the program ends once it is asked to (docs/operations.md, "As a service").</summary>
internal static class StopLimits
{
    /// <summary>Messages on their way are waited for so long, that nothing is said twice.</summary>
    public static readonly TimeSpan Sending = TimeSpan.FromSeconds(2);

    /// <summary>Every part ends by then, the one above with its last commit; a request that a desk or a stranger only half sent is broken off.</summary>
    public static readonly TimeSpan Parts = TimeSpan.FromSeconds(3);

    /// <summary>The store is closed by then. Past it the process ends as it stands, which loses nothing either: it was made for kills.</summary>
    public static readonly TimeSpan Everything = TimeSpan.FromMilliseconds(4500);
}
