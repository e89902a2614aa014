using System.Diagnostics;

namespace Detainees.Fuzz.Running;

/// <summary>Runs one target over mutated inputs and keeps the first fault of each place.</summary>
/// <param name="watchdog">Told of each input before it is read; null for short rounds.</param>
internal sealed class Fuzzer(FuzzTarget target, ulong seed, Watchdog? watchdog = null)
{
    /// <summary>Processor time that one input may take.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    private const int MostFaults = 50;
    private readonly Dictionary<string, Fault> faults = [];
    private TimeSpan slowest;
    private long mostBytes;

    /// <param name="most">Ends a long run early, after this much processor time.</param>
    public FuzzResult Run(long count, TimeSpan? most = null)
    {
        long accepted = 0, refused = 0, number = 0;
        Warm();
        var start = ThreadTime.Now;
        for (; number < count && faults.Count < MostFaults; number++)
        {
            if (number % 256 == 0 && ThreadTime.Now - start > most) break;
            var input = Input(number);
            switch (Try(input, out var fault))
            {
                case Verdict.Accepted: accepted++; break;
                case Verdict.Refused: refused++; break;
                case null when fault is not null: Keep(fault with { Number = number }); break;
                case null: throw new UnreachableException();
            }
        }

        return new FuzzResult(target.Name, number, (ThreadTime.Now - start).TotalSeconds, accepted, refused, slowest, mostBytes, [.. faults.Values]);
    }

    /// <summary>The input of one execution, made again.</summary>
    public byte[] Input(long number)
    {
        var dice = new Dice(seed ^ Hash(target.Name), (ulong)number);
        return target.Mutate(target, ref dice);
    }

    /// <summary>One input; null, and the fault, where it did not end as it must.</summary>
    public Verdict? Try(byte[] input, out Fault? fault)
    {
        fault = null;
        watchdog?.Begin(target.Name, input);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = ThreadTime.Now;
        Verdict? verdict = null;
        try
        {
            verdict = target.Run(input);
        }
        catch (Exception thrown)
        {
            // Everything: whatever a reader throws at its input is what is looked for.
            fault = new Fault(thrown is OracleException ? FaultKind.Wrong : FaultKind.Thrown, 0, input, Describe(thrown));
        }

        var took = ThreadTime.Now - start;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        watchdog?.End();
        if (took > slowest) slowest = took;
        mostBytes = Math.Max(mostBytes, bytes);
        if (took > MostTime) fault ??= new Fault(FaultKind.Time, 0, input, $"{took.TotalSeconds:F1} s");
        if (bytes > target.MostBytes + ((long)target.MostPerByte * input.Length)) fault ??= new Fault(FaultKind.Memory, 0, input, $"{bytes:N0} bytes for {input.Length:N0}");
        return fault is null ? verdict : null;
    }

    /// <summary>What the runtime compiles and caches at the first use counts for no input.</summary>
    private void Warm()
    {
        foreach (var input in target.Corpus) target.Run(input);
    }

    private void Keep(Fault fault)
    {
        if (!faults.ContainsKey(fault.Key)) faults.Add(fault.Key, fault with { Input = Minimise(fault) });
    }

    /// <summary>Leaves out pieces, halves first, as long as the fault stays; at most 2,000 tries.</summary>
    private byte[] Minimise(Fault fault)
    {
        var input = fault.Input;
        var tries = 0;
        for (var size = Math.Max(1, input.Length / 2); size > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length && tries < 2000;)
            {
                tries++;
                byte[] shorter = [.. input[..at], .. input[(at + size)..]];
                if (fault.Kind is not FaultKind.Time && Try(shorter, out var same) is null && same?.Key == fault.Key) input = shorter;
                else at += size;
            }
        }

        return input;
    }

    /// <summary>The type and the first places in our own code; the message may quote the input and is left out, but for an oracle's.</summary>
    private static string Describe(Exception thrown)
    {
        if (thrown is OracleException) return thrown.Message;
        var frames = new StackTrace(thrown).GetFrames().Select(f => f.GetMethod()).OfType<System.Reflection.MethodBase>()
            .Where(m => m.DeclaringType?.FullName?.StartsWith("Detainees.", StringComparison.Ordinal) is true && m.DeclaringType.FullName.Contains(".Fuzz.", StringComparison.Ordinal) is false)
            .Select(m => $"{m.DeclaringType?.Name}.{m.Name}").Take(3);
        return $"{thrown.GetType().Name} in {string.Join(" < ", frames)}";
    }

    /// <summary>FNV-1a: the same on every run, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);
}
