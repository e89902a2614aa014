using System.Security.Cryptography;

namespace Detainees.Journal.Tests;

/// <summary>RFC 6962, section 2.1, word for word over byte arrays: slow, and sharing nothing with what it checks.</summary>
internal static class NaiveTree
{
    public static byte[] Root(IReadOnlyList<byte[]> data)
    {
        if (data.Count == 0) return SHA256.HashData([]);
        if (data.Count == 1) return SHA256.HashData([0x00, .. data[0]]);
        var k = Split(data.Count);
        return SHA256.HashData([0x01, .. Root([.. data.Take(k)]), .. Root([.. data.Skip(k)])]);
    }

    public static List<byte[]> Path(int m, IReadOnlyList<byte[]> data)
    {
        if (data.Count == 1) return [];
        var k = Split(data.Count);
        return m < k
            ? [.. Path(m, [.. data.Take(k)]), Root([.. data.Skip(k)])]
            : [.. Path(m - k, [.. data.Skip(k)]), Root([.. data.Take(k)])];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n) k *= 2;
        return k;
    }
}
