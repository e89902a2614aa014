namespace Detainees.Benchmarks.Load;

/// <param name="Chats">One run for each.</param>
/// <param name="RoundTrip">Simulated network time of one call.</param>
/// <param name="Rounds">Repeats of all runs, in turn, because a machine's speed drifts.</param>
internal sealed record LoadOptions(int[] Chats, TimeSpan Seconds, TimeSpan Warmup, TimeSpan RoundTrip, int Rounds, int RepliesInFlight);
