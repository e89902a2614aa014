using Detainees.Sealing.Curve25519;

namespace Detainees.Fuzz;

/// <summary>RFC 7748, section 5.2: k and u start as 9; each round multiplies and hands k on. A million rounds take minutes.</summary>
internal static class CurveIterations
{
    private static readonly Dictionary<int, string> Known = new()
    {
        [1] = "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079",
        [1000] = "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51",
        [1_000_000] = "7c3911e0ab2586fd864497297e575e6f3bc601c0883c30df5f4dd2d24f665424",
    };

    public static int Run(int times, TextWriter screen)
    {
        if (!Known.TryGetValue(times, out var expected))
        {
            screen.WriteLine("The RFC gives no result for that many.");
            return 2;
        }

        var k = new byte[32];
        k[0] = 9;
        var u = k;
        for (var i = 0; i < times; i++)
        {
            var product = new byte[32];
            X25519.Instance.Multiply(k, u, product);
            (k, u) = (product, k);
        }

        var right = Convert.ToHexStringLower(k) == expected;
        screen.WriteLine($"{times} iterations: {(right ? "as the RFC says" : $"{Convert.ToHexStringLower(k)}, and the RFC says {expected}")}");
        return right ? 0 : 1;
    }
}
