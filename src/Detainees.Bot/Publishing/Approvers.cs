using System.Collections.Immutable;
using Detainees.Signing;

namespace Detainees.Bot.Publishing;

/// <summary>Somebody who may approve forms.</summary>
/// <param name="Name">The comment of the key's line, or the key's fingerprint.</param>
internal sealed record Approver(VerifyingKey Key, string Name);

/// <summary>The keys of which two must have signed a form: whoever publishes it, and a second person.</summary>
internal sealed class Approvers(ImmutableArray<Approver> all)
{
    /// <summary>Two distinct keys: nobody approves what they publish alone.</summary>
    public const int Needed = 2;

    public ImmutableArray<Approver> All => all;

    /// <summary>One key a line, as in authorized_keys; lines with '#' are remarks. Null when the file cannot be read or holds fewer than two.</summary>
    public static Approvers? Read(string path)
    {
        try
        {
            var approvers = File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => VerifyingKey.TryParseOpenSsh(line) is { } key ? new Approver(key, line.Split(' ', 3) is [_, _, var name] ? name : key.Id) : null)
                .OfType<Approver>().DistinctBy(approver => approver.Key).ToImmutableArray();
            return approvers.Length >= Needed ? new Approvers(approvers) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Who of them signed a release, each once; signatures of others, or over something else, count for nothing.</summary>
    public ImmutableArray<Approver> WhoSigned(byte[] release, IEnumerable<string> signatures)
    {
        var keys = all.Select(approver => approver.Key).ToList();
        var signed = signatures.Select(signature => SshSignature.Verify(signature, release, FormRelease.Namespace, keys))
            .OfType<SshSignatureCheck.Valid>().Select(valid => valid.Key).ToHashSet();
        return [.. all.Where(approver => signed.Contains(approver.Key))];
    }
}
