using System.Collections.Immutable;
using Detainees.Opening;
using Detainees.Signing;

namespace Detainees.Desk.Keys;

/// <summary>The secrets of one run: what opens reports, and what signs requests. Dispose of it to wipe them.</summary>
internal sealed class DeskKeys(ImmutableArray<Identity> identities, SigningKey? device) : IDisposable
{
    public ImmutableArray<Identity> Identities { get; } = identities;
    public SigningKey? Device { get; } = device;

    public void Dispose()
    {
        foreach (var identity in Identities) identity.Dispose();
        Device?.Dispose();
    }

    public override string ToString() => "[redacted]";
}

/// <param name="Identities">Identity files; the device key of the first lies beside it, see <see cref="KeyLoading.DeviceFileOf"/>.</param>
/// <param name="Device">A device key file of its own, or null.</param>
/// <param name="PassphraseFile">Its first line is the passphrase; null to ask.</param>
internal sealed record KeyChoice(ImmutableArray<string> Identities, string? Device, string? PassphraseFile);
