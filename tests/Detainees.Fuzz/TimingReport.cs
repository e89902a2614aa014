using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Detainees.Fuzz.Running;
using Detainees.Sealing.Curve25519;

namespace Detainees.Fuzz;

/// <summary>
/// The test of dudect (Reparaz, Balasch, Verbauwhede 2017) in its simplest form: two classes of scalars, one fixed and one
/// random, measured in random order; Welch's t over all and over the faster half. |t| under 4.5 shows no leak; it proves none.
/// </summary>
internal static class TimingReport
{
    public static int Run(int samples, TextWriter screen)
    {
        var point = SHA256.HashData("a point"u8);
        var zeros = new byte[32];
        zeros[31] = 0x40;
        var scalars = new byte[samples][];
        var isFixed = new bool[samples];
        var dice = new Dice(7, 7);
        for (var i = 0; i < samples; i++)
        {
            isFixed[i] = dice.Next(2) == 0;
            scalars[i] = isFixed[i] ? [.. zeros] : SHA256.HashData(BitConverter.GetBytes(i));
        }

        var result = new byte[32];
        Measure("ladder", scalars, isFixed, scalar => X25519.Instance.Multiply(scalar, point, result), screen);
        Measure("base point's table", scalars, isFixed, scalar => X25519.Instance.MultiplyBase(scalar, result), screen);
        return 0;
    }

    private static void Measure(string what, byte[][] scalars, bool[] isFixed, Action<byte[]> multiply, TextWriter screen)
    {
        var samples = scalars.Length;
        for (var i = 0; i < 3000; i++) multiply(scalars[i % samples]); // compiled fully before it counts
        var ticks = new double[samples];
        var scalar = new byte[32]; // always the same one: where a scalar lies would tell the classes apart
        for (var i = 0; i < samples; i++)
        {
            scalars[i].CopyTo(scalar, 0);
            var start = Stopwatch.GetTimestamp();
            multiply(scalar);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"X25519, {what}, fixed against random scalar, {samples} samples"));
        foreach (var share in new[] { 1.0, 0.9, 0.5 })
        {
            var limit = ticks.Order().ElementAt((int)((samples - 1) * share));
            var (a, b) = (Moments(ticks.Where((t, i) => t <= limit && isFixed[i])), Moments(ticks.Where((t, i) => t <= limit && !isFixed[i])));
            var t = (a.Mean - b.Mean) / Math.Sqrt((a.Variance / a.Count) + (b.Variance / b.Count));
            var microseconds = 1e6 / Stopwatch.Frequency;
            screen.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"fastest {share:P0}: t = {t:F2} (fixed {a.Mean * microseconds:F2} us of {a.Count}, random {b.Mean * microseconds:F2} us of {b.Count})"));
        }
    }

    private static (double Mean, double Variance, int Count) Moments(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var mean = all.Average();
        return (mean, all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1), all.Length);
    }
}
