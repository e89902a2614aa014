using System.Globalization;
using Detainees.Fuzz.Running;
using Detainees.Fuzz.Targets;

namespace Detainees.Fuzz;

/// <summary>Runs targets one after the other and prints a row of the table for each as it ends.</summary>
internal static class LongRound
{
    public static int Run(string[] names, long count, ulong seed, double seconds, string output, TextWriter screen)
    {
        var targets = names.Length == 0 ? Catalogue.All : [.. Catalogue.All.Where(t => names.Contains(t.Name))];
        if (targets.Count == 0)
        {
            screen.WriteLine($"There is no such target. Targets: {string.Join(", ", Catalogue.All.Select(t => t.Name))}");
            return 2;
        }

        Directory.CreateDirectory(output);
        using var watchdog = new Watchdog(output);
        screen.WriteLine("| target | executions | CPU s | accepted | refused | slowest ms | most memory kB | faults |");
        screen.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        var (all, faults) = (0L, 0);
        foreach (var target in targets)
        {
            var result = new Fuzzer(target, seed, watchdog).Run(count, seconds < 1e9 ? TimeSpan.FromSeconds(seconds) : null);
            screen.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {result.Target} | {result.Executions} | {result.Seconds:F1} | {result.Accepted} | {result.Refused} | {result.Slowest.TotalMilliseconds:F1} | {result.MostBytes / 1024} | {result.Faults.Count} |"));
            screen.Flush();
            foreach (var fault in result.Faults)
            {
                var file = Path.Combine(output, $"{target.Name}-{seed}-{fault.Number}.bin");
                File.WriteAllBytes(file, fault.Input);
                screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"<!-- {fault.Kind}: {fault.What} ({fault.Input.Length} bytes, {file}) -->"));
            }

            all += result.Executions;
            faults += result.Faults.Count;
        }

        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{all} executions, seed {seed}, {faults} faults"));
        return faults == 0 ? 0 : 1;
    }
}
