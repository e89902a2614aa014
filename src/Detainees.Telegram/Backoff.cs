namespace Detainees.Telegram;

/// <summary>Waiting times after failures: doubling up to a cap, shortened by chance so that many do not come back at once.</summary>
internal static class Backoff
{
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="jitter">0 (half the time) to 1 (all of it).</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan cap, double jitter)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        var full = doubled < cap ? doubled : cap;
        return full * (0.5 + 0.5 * Math.Clamp(jitter, 0, 1));
    }
}
