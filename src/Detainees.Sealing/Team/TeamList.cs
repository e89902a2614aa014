using System.Collections.Immutable;
using Detainees.Signing;

namespace Detainees.Sealing;

/// <summary>Whom every report is sealed to and which devices may fetch it, as the team's root key signed it.</summary>
/// <param name="Serial">Grows by one with every list; whoever keeps the last one seen refuses a smaller one, which is an old list played again.</param>
/// <param name="ValidUntil">The last day, UTC, on which the list may be used.</param>
/// <param name="IsDemo">The public demo team, whose keys everybody has: nothing real may be sealed to it.</param>
/// <param name="Recipients">At least two, so that no single lost key loses a report.</param>
/// <param name="Recovery">At least one, kept offline.</param>
/// <param name="Devices">May be empty: then nobody pulls, and bundles are carried by hand.</param>
public sealed record TeamList(
    string Name, long Serial, DateOnly ValidUntil, bool IsDemo,
    ImmutableArray<TeamRecipient> Recipients, ImmutableArray<TeamRecipient> Recovery, ImmutableArray<TeamDevice> Devices)
{
    /// <summary>SHA-256 of the file, 64 hex digits: tells two lists with the same serial apart.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Everybody that a report is sealed to: the recipients, then the recovery keys.</summary>
    public ImmutableArray<Recipient> Everyone => [.. Recipients.Concat(Recovery).Select(r => r.Recipient)];

    /// <summary>Whether the list may still be used: a program that runs for months asks again, and stops taking reports when it may not.</summary>
    public bool IsCurrent(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) <= ValidUntil;

    /// <summary>The device that this key belongs to, if it may ask for anything at all.</summary>
    /// <param name="keyId"><see cref="VerifyingKey.Id"/>.</param>
    public TeamDevice? FindDevice(string keyId) => Devices.FirstOrDefault(d => d.Key.Id == keyId);
}

/// <param name="Name">Who holds it, for people; may hold any letters.</param>
public sealed record TeamRecipient(Recipient Recipient, string Name);

/// <param name="Name">Whose it is, for people.</param>
public sealed record TeamDevice(VerifyingKey Key, DeviceRole Role, string Name);

public enum DeviceRole
{
    /// <summary>A case worker's desk: fetches what is sealed, sends sealed case events and messages to families, acknowledges.</summary>
    Desk,

    /// <summary>Fetches sealed bundles to carry or keep, and nothing else.</summary>
    Carrier,

    /// <summary>A desk that may also, together with a second one, order a removal or a hold.</summary>
    Admin,
}
