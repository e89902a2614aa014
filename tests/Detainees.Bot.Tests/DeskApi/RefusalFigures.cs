using System.Diagnostics;
using System.Globalization;
using System.Net;
using Detainees.Signing;

namespace Detainees.Bot.Tests.DeskApi;

/// <summary>How long each kind of refusal takes from outside; run by hand, in Release, with <c>-explicit only</c>.</summary>
public sealed class RefusalFigures
{
    private const string Checkpoint = "/desk/v1/checkpoint";
    private const int Rounds = 500, WarmUp = 50;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Times_of_refusals()
    {
        await using var rig = await DeskRig.StartAsync();
        using var stranger = SigningKey.Create();
        var nonce = RequestSignature.NewNonce();
        using (var first = await rig.AskAsync(Checkpoint, nonce: nonce)) Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using (var carrier = await rig.AskAsync(Checkpoint, rig.Carrier)) Assert.Equal(HttpStatusCode.OK, carrier.StatusCode);
        rig.WriteTeam(rig.Device, rig.Admin);
        var kinds = new (string Name, Func<Task<HttpResponseMessage>> Ask)[]
        {
            ("a key that was never on the list", () => rig.AskAsync(Checkpoint, stranger)),
            ("a device that was taken off it", () => rig.AskAsync(Checkpoint, rig.Carrier)),
            ("a known device, a false signature", () => rig.AskAsync(Checkpoint, signedTarget: "/desk/v1/key")),
            ("a known device, a nonce that came before", () => rig.AskAsync(Checkpoint, nonce: nonce)),
            ("a known device, a clock an hour late", () => rig.AskAsync(Checkpoint, clock: TimeSpan.FromHours(-1))),
            ("no signature", () => rig.AskUnsignedAsync(Checkpoint)),
        };
        var times = kinds.Select(_ => new List<double>()).ToArray();
        var order = Enumerable.Range(0, kinds.Length).ToArray();
        var random = new Random(401);
        for (var round = -WarmUp; round < Rounds; round++)
        {
            // In another order each time: what else the machine does falls on all alike.
            random.Shuffle(order);
            foreach (var kind in order)
            {
                var begun = Stopwatch.GetTimestamp();
                using var answer = await kinds[kind].Ask();
                var taken = Stopwatch.GetElapsedTime(begun);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                if (round >= 0) times[kind].Add(taken.TotalMilliseconds);
            }
        }

        Say("refused for", "median ms", "p5", "p95", "mean", "deviation", "Welch's t against the first");
        for (var kind = 0; kind < kinds.Length; kind++)
        {
            var sorted = times[kind].Order().ToList();
            Say(kinds[kind].Name, $"{sorted[Rounds / 2]:F2}", $"{sorted[Rounds / 20]:F2}", $"{sorted[Rounds * 19 / 20]:F2}", $"{sorted.Average():F2}",
                $"{Math.Sqrt(Variance(sorted)):F2}", kind == 0 ? "" : $"{Welch(times[0], times[kind]):F2}");
        }
    }

    private static double Welch(List<double> a, List<double> b) =>
        (a.Average() - b.Average()) / Math.Sqrt(Variance(a) / a.Count + Variance(b) / b.Count);

    private static double Variance(List<double> all)
    {
        var mean = all.Average();
        return all.Sum(x => (x - mean) * (x - mean)) / (all.Count - 1);
    }

    private static void Say(params string[] cells) =>
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |"));
}
