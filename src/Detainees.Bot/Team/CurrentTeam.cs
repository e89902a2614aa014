using Detainees.Sealing;
using Detainees.Signing;

namespace Detainees.Bot.Team;

/// <summary>The team that reports are sealed to: proven by its signature, looked at again while the program runs.</summary>
internal sealed class CurrentTeam(TeamList list)
{
    private volatile TeamList list = list;

    public TeamList List => list;

    /// <summary>Everyone who can open a report: the team, and the recovery key that is kept offline.</summary>
    public IReadOnlyList<Recipient> Recipients => list.Everyone;

    public VerifyingKey? FindDevice(string keyId) => list.FindDevice(keyId)?.Key;

    public void Replace(TeamList newer) => list = newer;
}
