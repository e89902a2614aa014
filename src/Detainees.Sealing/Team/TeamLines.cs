using System.Collections.Immutable;
using System.Globalization;
using Detainees.Signing;

namespace Detainees.Sealing;

/// <summary>Reads the lines of one team list; says the first thing that is wrong.</summary>
internal sealed class TeamLines
{
    private const int LeastRecipients = 2;
    private const int MostRecipients = 64; // each costs every report a third of a millisecond

    private readonly ImmutableArray<TeamRecipient>.Builder recipients = ImmutableArray.CreateBuilder<TeamRecipient>();
    private readonly ImmutableArray<TeamRecipient>.Builder recovery = ImmutableArray.CreateBuilder<TeamRecipient>();
    private readonly ImmutableArray<TeamDevice>.Builder devices = ImmutableArray.CreateBuilder<TeamDevice>();
    private readonly Dictionary<Recipient, TeamChallenge> challenges = [];
    private readonly Dictionary<Recipient, TeamProof> proofs = [];
    private string? name;
    private long? serial;
    private DateOnly? validUntil;
    private bool? isDemo;

    public TeamReading Read(string text, DateTimeOffset now)
    {
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (ReadLine(line, number) is { } fault) return fault;
        }

        if (name is null) return new TeamReading.Missing("name");
        if (serial is not { } knownSerial) return new TeamReading.Missing("serial");
        if (validUntil is not { } lastDay) return new TeamReading.Missing("valid-until");
        if (recipients.Count + recovery.Count > MostRecipients) return new TeamReading.TooLarge();
        if (recipients.Count < LeastRecipients) return new TeamReading.TooFewRecipients(recipients.Count);
        if (recovery.Count == 0) return new TeamReading.NoRecovery();
        // Of the demo team everybody has the keys.
        if (isDemo is not true && FirstUnproven() is { } unproven) return new TeamReading.Unproven(unproven);
        var team = new TeamList(
            name, knownSerial, lastDay, isDemo ?? false, recipients.ToImmutable(), recovery.ToImmutable(), devices.ToImmutable());
        return team.IsCurrent(now) ? new TeamReading.Valid(team) : new TeamReading.Expired(lastDay);
    }

    /// <summary>The name beside the first key whose holder has not shown that they have it; null when all have.</summary>
    private string? FirstUnproven()
    {
        var good = proofs.Values.Where(proof => challenges.TryGetValue(proof.Recipient, out var asked) && proof.Answers(asked)).ToList();
        var keys = good.Select(proof => proof.Recipient).ToHashSet();
        var signers = good.Select(proof => proof.Device).ToHashSet();
        return recipients.Concat(recovery).FirstOrDefault(r => !keys.Contains(r.Recipient))?.Name
            ?? devices.FirstOrDefault(d => !signers.Contains(d.Key))?.Name;
    }

    private TeamReading? ReadLine(string line, int number)
    {
        TeamReading.BadLine Bad(TeamLineFault fault) => new(number, fault);
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return Bad(TeamLineFault.NotKeyAndValue);
        var value = line[(colon + 1)..].Trim();
        switch (line[..colon].TrimEnd())
        {
            case "name":
                if (name is not null) return Bad(TeamLineFault.Repeated);
                if (value.Length == 0) return Bad(TeamLineFault.NoName);
                name = value;
                return null;
            case "serial":
                if (serial is not null) return Bad(TeamLineFault.Repeated);
                if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n < 1) return Bad(TeamLineFault.NotANumber);
                serial = n;
                return null;
            case "valid-until":
                if (validUntil is not null) return Bad(TeamLineFault.Repeated);
                if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                    return Bad(TeamLineFault.NotADay);
                validUntil = day;
                return null;
            case "demo":
                if (isDemo is not null) return Bad(TeamLineFault.Repeated);
                if (value is not ("yes" or "no")) return Bad(TeamLineFault.NotYesOrNo);
                isDemo = value == "yes";
                return null;
            case "recipient":
                return ReadRecipient(value, number, recipients);
            case "recovery":
                return ReadRecipient(value, number, recovery);
            case "challenge":
                if (TeamChallenge.TryParse(value) is not { } challenge) return Bad(TeamLineFault.NotAChallenge);
                return challenges.TryAdd(challenge.Recipient, challenge) ? null : Bad(TeamLineFault.Repeated);
            case "proof":
                if (TeamProof.TryParse(value) is not { } proof) return Bad(TeamLineFault.NotAProof);
                return proofs.TryAdd(proof.Recipient, proof) ? null : Bad(TeamLineFault.Repeated);
            case "device":
                return ReadDevice(value, number);
            default:
                return Bad(TeamLineFault.UnknownKey);
        }
    }

    private TeamReading? ReadRecipient(string value, int number, ImmutableArray<TeamRecipient>.Builder list)
    {
        var (key, holder) = Cut(value);
        if (Recipient.TryParse(key) is not { } recipient) return new TeamReading.BadLine(number, TeamLineFault.NotARecipient);
        if (holder.Length == 0) return new TeamReading.BadLine(number, TeamLineFault.NoName);
        if (recipients.Concat(recovery).Any(r => r.Recipient.Equals(recipient))) return new TeamReading.DuplicateRecipient(number);
        list.Add(new TeamRecipient(recipient, holder));
        return null;
    }

    private TeamReading? ReadDevice(string value, int number)
    {
        var (first, rest) = Cut(value);
        var named = RoleOf(first);
        var role = named ?? DeviceRole.Desk;
        var (type, afterType) = named is not null ? Cut(rest) : (first, rest);
        var (blob, holder) = Cut(afterType);
        if (VerifyingKey.TryParseOpenSsh($"{type} {blob}") is not { } key) return new TeamReading.BadLine(number, TeamLineFault.NotADevice);
        if (holder.Length == 0) return new TeamReading.BadLine(number, TeamLineFault.NoName);
        if (devices.Any(d => d.Key.Equals(key))) return new TeamReading.DuplicateDevice(number);
        devices.Add(new TeamDevice(key, role, holder));
        return null;
    }

    private static DeviceRole? RoleOf(string word) => word switch
    {
        "carrier" => DeviceRole.Carrier,
        "desk" => DeviceRole.Desk,
        "admin" => DeviceRole.Admin,
        _ => null,
    };

    /// <summary>The first word, and what follows the blanks after it.</summary>
    private static (string Word, string After) Cut(string text)
    {
        var end = text.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? (text, "") : (text[..end], text[end..].TrimStart());
    }
}
