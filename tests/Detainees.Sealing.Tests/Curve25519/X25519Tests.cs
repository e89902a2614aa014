using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Detainees.Sealing.Curve25519;
using Detainees.Testing;

namespace Detainees.Sealing.Tests.Curve25519;

public sealed class X25519Tests
{
    [Theory] // RFC 7748, section 5.2
    [InlineData("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    public void It_gives_the_products_of_the_RFC(string scalar, string point, string product) =>
        Assert.Equal(product, Convert.ToHexStringLower(Multiply(Convert.FromHexString(scalar), Convert.FromHexString(point))));

    [Theory] // RFC 7748, section 5.2, "iterated"
    [InlineData(1, "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")]
    [InlineData(1000, "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51")]
    public void It_gives_the_iterations_of_the_RFC(int times, string last)
    {
        var k = new byte[32];
        k[0] = 9;
        var u = k;
        for (var i = 0; i < times; i++) (k, u) = (Multiply(k, u), k);
        Assert.Equal(last, Convert.ToHexStringLower(k));
    }

    [Fact]
    public void It_agrees_with_every_case_of_Wycheproof_and_refuses_the_secrets_that_are_zero()
    {
        var cases = 0;
        var zeros = 0;
        foreach (var (_, test) in Wycheproof.Cases("wycheproof_x25519.json"))
        {
            var secret = new byte[32];
            var agreed = X25519.TryAgree(test.Hex("private"), test.Hex("public"), secret);
            Assert.Equal(test.Text("shared"), Convert.ToHexStringLower(secret));
            Assert.Equal(test.Text("shared") != new string('0', 64), agreed);
            cases++;
            if (!agreed) zeros++;
        }

        Assert.Equal((518, 31), (cases, zeros));
    }

    [Fact]
    public void The_base_point_multiplies_as_any_other_point()
    {
        for (var i = 0; i < 200; i++)
        {
            var scalar = Seeded(i);
            var product = new byte[32];
            X25519.Instance.MultiplyBase(scalar, product);
            Assert.Equal(Multiply(scalar, Nine), product);
        }
    }

    [Fact]
    public void A_prepared_point_multiplies_as_the_ladder_does()
    {
        var onTheCurve = 0;
        for (var i = 0; i < 60; i++)
        {
            var u = Seeded(1000 + i);
            if (FixedPoint.TryCreate(u) is not { } point) continue;
            onTheCurve++;
            for (var k = 0; k < 20; k++)
            {
                var scalar = Seeded(10_000 + 100 * i + k);
                if (k % 4 == 1) scalar.AsSpan(k).Fill(0xff);
                if (k % 4 == 2) scalar.AsSpan(k).Clear();
                if (k % 4 == 3) scalar.AsSpan().Fill((byte)(0x11 * (k % 16)));
                Assert.Equal(Convert.ToHexStringLower(Multiply(scalar, u)), Convert.ToHexStringLower(Multiply(scalar, point)));
            }
        }

        // Half of all numbers are of the curve, the others of its twist.
        Assert.InRange(onTheCurve, 15, 45);
    }

    [Fact]
    public void Every_case_of_Wycheproof_that_is_on_the_curve_comes_out_the_same_from_a_prepared_point()
    {
        var prepared = 0;
        foreach (var (_, test) in Wycheproof.Cases("wycheproof_x25519.json"))
        {
            if (FixedPoint.TryCreate(test.Hex("public")) is not { } point) continue;
            Assert.Equal(test.Text("shared"), Convert.ToHexStringLower(Multiply(test.Hex("private"), point)));
            prepared++;
        }

        Assert.InRange(prepared, 100, 518);
    }

    [Fact]
    public void It_agrees_with_the_system_library_on_scalars_and_points_of_any_form()
    {
        for (var i = 0; i < 3000; i++)
        {
            byte[] scalar = Seeded(2 * i), point = Seeded(2 * i + 1);
            if (i % 5 == 0) point.AsSpan(1).Fill(0xff); // about 2^255: not canonical
            if (i % 7 == 0) scalar.AsSpan(i % 32).Fill(0xff);
            if (i % 11 == 0) point.AsSpan(i % 32).Clear();
            if (LibCrypto.Agree(scalar, point) is not { } expected) Assert.Equal(new byte[32], Multiply(scalar, point));
            else Assert.Equal(expected, Multiply(scalar, point));
        }
    }

    [Fact]
    public void Agreeing_with_several_at_once_gives_each_what_it_would_get_alone()
    {
        for (var count = 1; count <= X25519.MostAtOnce; count++)
        {
            // Points of the curve and of its twist, as they come.
            var points = Enumerable.Range(0, count).Select(i => Seeded(50 * count + i)).ToArray();
            var scalars = Enumerable.Range(0, count).Select(i => Seeded(500 * count + i)).ToArray();
            byte[] shares = new byte[32 * count], secrets = new byte[32 * count];
            Assert.True(X25519.TryAgree([.. scalars.SelectMany(s => s)], [.. points.Select(p => new PublicPoint(p))], shares, secrets));
            Assert.Equal([.. scalars.SelectMany(s => Multiply(s, Nine))], shares);
            Assert.Equal([.. scalars.Zip(points, Multiply).SelectMany(s => s)], secrets);
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void A_point_of_small_order_among_several_is_refused(int place)
    {
        // u = 0 is of the curve and u = p - 1 of its twist.
        foreach (var small in new[] { new byte[32], [0xec, .. Enumerable.Repeat((byte)0xff, 30), 0x7f] })
        {
            var points = Enumerable.Range(0, 3).Select(i => new PublicPoint(i == place ? small : Seeded(i))).ToArray();
            Assert.False(X25519.TryAgree([.. Seeded(7), .. Seeded(8), .. Seeded(9)], points, new byte[96], new byte[96]));
        }
    }

    [Fact]
    public void More_than_eight_are_not_agreed_with_at_once()
    {
        var points = Enumerable.Range(0, 9).Select(i => new PublicPoint(Seeded(i))).ToArray();
        Assert.Throws<ArgumentException>(() => X25519.TryAgree(new byte[288], points, new byte[288], new byte[288]));
    }

    [Fact]
    public void An_implementation_that_computes_wrongly_is_never_used()
    {
        Assert.Throws<CryptographicException>(() => new X25519.Proven(new Faulty(inProduct: true)).Multiply(new byte[32], Nine, new byte[32]));
        Assert.Throws<CryptographicException>(() => new X25519.Proven(new Faulty(inProduct: false)).MultiplyBase(new byte[32], new byte[32]));
        Assert.Throws<CryptographicException>(new X25519.Proven(new Faulty(inProduct: true)).Prove);
        Assert.Throws<CryptographicException>(new X25519.Proven(new Faulty(inProduct: false)).Prove);
    }

    [Fact] // elsewhere the tests have run without it already
    public async Task Without_AVX2_all_this_holds_too()
    {
        if (!Avx2.IsSupported) Assert.Skip("this processor has no AVX2");
        if (OperatingSystem.IsWindows()) Assert.Skip("needs env(1) to start a second process");
        var run = await OutsideTools.RunAsync(
            OutsideTools.Require("env"),
            ["DOTNET_EnableAVX2=0", OutsideTools.Require("dotnet"), typeof(X25519Tests).Assembly.Location, "-class", typeof(X25519Tests).FullName!],
            TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Text);
    }

    [Fact]
    public void Lengths_other_than_32_are_refused()
    {
        var curve = X25519.Instance;
        Assert.Throws<ArgumentException>(() => curve.Multiply(new byte[31], new byte[32], new byte[32]));
        Assert.Throws<ArgumentException>(() => curve.Multiply(new byte[32], new byte[33], new byte[32]));
        Assert.Throws<ArgumentException>(() => curve.MultiplyBase(new byte[32], new byte[31]));
    }

    private static byte[] Multiply(byte[] scalar, byte[] point)
    {
        var product = new byte[32];
        X25519.Instance.Multiply(scalar, point, product);
        return product;
    }

    private static byte[] Multiply(byte[] scalar, FixedPoint point)
    {
        var product = new byte[32];
        point.Multiply(scalar, out var u);
        Fraction.Divide(new Span<Fraction>(ref u), product);
        return product;
    }

    private static byte[] Nine { get; } = [9, .. new byte[31]];

    private static byte[] Seeded(int seed) => SHA256.HashData(BitConverter.GetBytes(seed));

    /// <summary>Right in one function and off by one bit in the other.</summary>
    private sealed class Faulty(bool inProduct) : IX25519
    {
        private readonly ManagedX25519 right = new();

        public void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result)
        {
            right.Multiply(scalar, point, result);
            if (inProduct) result[31] ^= 1;
        }

        public void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> result)
        {
            right.MultiplyBase(scalar, result);
            if (!inProduct) result[0] ^= 1;
        }
    }
}
