using Detainees.Sealing;

namespace Detainees.Bot.Team;

/// <summary>The team that reports are sealed to: proven by its signature, looked at again while the program runs.</summary>
internal sealed class CurrentTeam(TeamList list)
{
    private volatile TeamList list = list;
    private volatile bool isClosed;

    public TeamList List => list;

    /// <summary>Whether anything may be taken in: false while there is no valid list.</summary>
    public bool IsOpen => !isClosed;

    /// <summary>Everyone who can open a report: the team, and the recovery key that is kept offline.</summary>
    public IReadOnlyList<Recipient> Recipients => list.Everyone;

    public TeamDevice? FindDevice(string keyId) => list.FindDevice(keyId);

    public void Replace(TeamList newer)
    {
        list = newer;
        isClosed = false;
    }

    /// <summary>There is no valid list any more: nothing is taken in, and no device is known, until there is one again.</summary>
    public void Close() => isClosed = true;

    /// <summary>The list in use is found valid again.</summary>
    public void Open() => isClosed = false;
}
