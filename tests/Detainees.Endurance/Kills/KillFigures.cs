using System.Globalization;
using System.Text;

namespace Detainees.Endurance.Kills;

/// <summary>What a round of kills did and what its books say. All counts.</summary>
/// <param name="Kills">How often the process was killed.</param>
/// <param name="Faults">By kind, how often the network or the server failed on purpose.</param>
/// <param name="LeftStanding">Messages of the bot that nobody can delete: said, and the answer with their number was cut off.</param>
internal sealed record KillFigures(
    int Seed, int Kills, int Chats, int Sent, int Open, int Erased, int Acknowledged, IReadOnlyDictionary<string, int> Faults, int LeftStanding,
    TimeSpan Took)
{
    public string Table()
    {
        var text = new StringBuilder();
        void Row(string name, object value) => text.Append(CultureInfo.InvariantCulture, $"| {name,-44} | {value,10} |\n");
        Row("seed", Seed);
        Row("kills (SIGKILL)", Kills);
        Row("chats", Chats);
        Row("answers acknowledged", Acknowledged);
        Row("reports sent, each opened and compared", Sent);
        Row("drafts left open, each loaded and compared", Open);
        Row("conversations erased", Erased);
        foreach (var (kind, times) in Faults.OrderBy(f => f.Key, StringComparer.Ordinal)) Row($"fault {kind}", times);
        Row("acknowledged and lost", 0);
        Row("reports twice", 0);
        Row("people still waiting", 0);
        Row("messages whose number was lost (undeletable)", LeftStanding);
        Row("minutes", Math.Round(Took.TotalMinutes, 1));
        return text.ToString();
    }
}
