using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Detainees.Opening;
using Detainees.Sealing;
using Detainees.Sealing.Curve25519;

namespace Detainees.Benchmarks.Micro;

/// <summary>A report of 2 KiB to a team of two and its recovery recipient, and what that consists of.</summary>
public class SealingBenchmarks
{
    private readonly byte[] report = RandomNumberGenerator.GetBytes(2048);
    private readonly byte[] scalar = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] point = new byte[32];
    private readonly byte[] product = new byte[32];
    private readonly byte[] scalars = RandomNumberGenerator.GetBytes(96);
    private readonly byte[] shares = new byte[96];
    private readonly byte[] secrets = new byte[96];
    private Identity[] identities = [];
    private PublicPoint[] points = [];
    private Recipient[] recipients = [];
    private byte[] sealedReport = [];

    [GlobalSetup]
    public void Prepare()
    {
        identities = [Identity.Create(), Identity.Create(), Identity.Create()];
        recipients = [.. identities.Select(identity => identity.Recipient)];
        sealedReport = Age.Seal(report, recipients);
        recipients[0].Key.CopyTo(point);
        points = [.. recipients.Select(recipient => recipient.Point)];
    }

    [Benchmark]
    public byte[] Seal2KbToThree() => Age.Seal(report, recipients);

    /// <summary>The first recipient's identity: one agreement, one unwrapping.</summary>
    [Benchmark]
    public OpenResult Open2Kb() => AgeOpening.Open(sealedReport, [identities[0]]);

    /// <summary>What sealing to three takes of the curve: six products with points that stay.</summary>
    [Benchmark]
    public bool X25519AgreeWithThree() => X25519.TryAgree(scalars, points, shares, secrets);

    [Benchmark]
    public void X25519Multiply() => X25519.Instance.Multiply(scalar, point, product);
}
