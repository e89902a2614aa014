using Detainees.Bot.Settings;
using Detainees.Journal;

namespace Detainees.Bot.Intake;

/// <summary>What becomes of one more update of a chat.</summary>
internal enum QuotaVerdict
{
    Taken,

    /// <summary>Too many at once; the first time in a while, so the person is told.</summary>
    TooFastNow,

    /// <summary>The day's share is used up; the first time today, so the person is told.</summary>
    DayFullNow,

    /// <summary>Not taken, and told before.</summary>
    Silent,
}

/// <summary>
/// Counts what each chat costs, by its keyed hash and in memory only: a flood must cost the flooder, and counting it must not cost
/// the disk. A restart begins to count anew.
/// </summary>
internal sealed class ChatQuotas(BotOptions options, TimeProvider time)
{
    /// <summary>About 100 bytes each.</summary>
    public const int MostChats = 100_000;

    /// <summary>How long nothing is said again after "too fast" and after "closed".</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Who was quiet for so long, and has used a twentieth of the day's share at most, is counted anew: a day has room for 24 such hours.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    private readonly IntakeOptions limits = options.Intake;
    private readonly Dictionary<ThreadKey, Share> shares = [];
    private readonly Lock gate = new();
    private DateTimeOffset sweptAt;

    public int Chats
    {
        get { lock (gate) return shares.Count; }
    }

    public QuotaVerdict TakeUpdate(ThreadKey thread)
    {
        lock (gate)
        {
            var (share, now) = Find(thread);
            share.Tokens = Math.Min(limits.Burst, share.Tokens + (now - share.Refilled).TotalSeconds * limits.UpdatesPerSecond);
            share.Refilled = now;
            if (share.Updates >= limits.UpdatesPerDay) return Once(ref share.DayTold) ? QuotaVerdict.DayFullNow : QuotaVerdict.Silent;
            if (share.Tokens < 1) return After(ref share.FastTold, now) ? QuotaVerdict.TooFastNow : QuotaVerdict.Silent;
            share.Tokens--;
            share.Updates++;
            return QuotaVerdict.Taken;
        }
    }

    /// <summary>It was not taken after all, or it was one that had come before.</summary>
    public void GiveBack(ThreadKey thread)
    {
        lock (gate)
        {
            var (share, _) = Find(thread);
            share.Tokens = Math.Min(limits.Burst, share.Tokens + 1);
            share.Updates = Math.Max(0, share.Updates - 1);
        }
    }

    public bool HasReportLeft(ThreadKey thread)
    {
        lock (gate) return Find(thread).Share.Reports < limits.ReportsPerDay;
    }

    public void CountReport(ThreadKey thread)
    {
        lock (gate) Find(thread).Share.Reports++;
    }

    /// <summary>Counts a file; false when it is more than the day's rest, and then it is not counted.</summary>
    public bool TryTakeBytes(ThreadKey thread, long bytes)
    {
        lock (gate)
        {
            var (share, _) = Find(thread);
            if (share.Bytes + bytes > (long)limits.MegabytesPerDay << 20) return false;
            share.Bytes += bytes;
            return true;
        }
    }

    /// <summary>It did not come after all.</summary>
    public void GiveBackBytes(ThreadKey thread, long bytes)
    {
        lock (gate)
        {
            var (share, _) = Find(thread);
            share.Bytes = Math.Max(0, share.Bytes - bytes);
        }
    }

    /// <summary>Whether the person may be told now that nothing can be taken in.</summary>
    public bool MaySayClosed(ThreadKey thread)
    {
        lock (gate)
        {
            var (share, now) = Find(thread);
            return After(ref share.ClosedTold, now);
        }
    }

    private (Share Share, DateTimeOffset Now) Find(ThreadKey thread)
    {
        var now = time.GetUtcNow();
        var day = now.UtcDateTime.Date;
        if (now - sweptAt >= Quiet) Sweep(now, day);
        if (!shares.TryGetValue(thread, out var share))
        {
            if (shares.Count >= MostChats) MakeRoom(now);
            shares[thread] = share = new Share { Day = day, Tokens = limits.Burst, Refilled = now };
        }

        share.Seen = now;
        if (share.Day != day) (share.Day, share.Updates, share.Reports, share.Bytes, share.DayTold) = (day, 0, 0, 0, false);
        return (share, now);
    }

    /// <summary>Nobody who is idle takes memory; but for the few who have used much of this day's share.</summary>
    private void Sweep(DateTimeOffset now, DateTime day)
    {
        sweptAt = now;
        foreach (var (thread, share) in shares)
            if (now - share.Seen >= Quiet && (share.Day != day || IsLittle(share))) shares.Remove(thread);
    }

    private bool IsLittle(Share share) =>
        share.Reports == 0 && share.Updates <= limits.UpdatesPerDay / 20 && share.Bytes <= ((long)limits.MegabytesPerDay << 20) / 20;

    // Those forgotten have used little or were quiet for an hour, so forgetting them gives them little.
    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (thread, share) in shares)
            if (now - share.Seen > Quiet) shares.Remove(thread);
        var least = limits.UpdatesPerDay / 20;
        while (shares.Count > MostChats / 10 * 9)
        {
            foreach (var (thread, share) in shares)
                if (share.Updates <= least) shares.Remove(thread);
            least = least * 2 + 1;
        }
    }

    private static bool Once(ref bool told)
    {
        if (told) return false;
        return told = true;
    }

    private static bool After(ref DateTimeOffset told, DateTimeOffset now)
    {
        if (now - told < Pause) return false;
        told = now;
        return true;
    }

    private sealed class Share
    {
        public DateTime Day;
        public int Updates;
        public int Reports;
        public long Bytes;
        public double Tokens;
        public DateTimeOffset Refilled, Seen, FastTold, ClosedTold;
        public bool DayTold;
    }
}
