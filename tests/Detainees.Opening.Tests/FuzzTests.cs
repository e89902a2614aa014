using System.Security.Cryptography;
using System.Text;

namespace Detainees.Opening.Tests;

/// <summary>Bent and broken files: whatever is done to them, nothing but the one true payload opens, and nothing throws.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 6000; // about two seconds

    [Fact]
    public void No_mutation_of_a_file_opens_to_another_payload_or_throws()
    {
        // Of a fixed seed, so that a failure can be repeated; files of many chunks are left to the vectors, they only cost time.
#pragma warning disable CA5394 // nothing here is a secret
        var random = new Random(20_260_501);
        var cases = Cctv.Names.Select(Cctv.Read).Where(c => !c.HasPassphrase && c.File.Length < 150_000).ToArray();
        var pieces = cases.Select(c => c.File).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var test = cases[random.Next(cases.Length)];
            if (test.File.Length > 5000 && random.Next(20) > 0) continue;
            var mutated = Mutate(test.File, pieces[random.Next(pieces.Length)], random);
            if (AgeOpening.Open(mutated, test.Keys()) is not OpenResult.Opened(var plaintext)) continue;
            // Blanks and line ends of armor are the only changes that may pass.
            Assert.Equal(test.Payload, Convert.ToHexStringLower(SHA256.HashData(plaintext)));
            Assert.Equal(Trimmed(test.File), Trimmed(mutated));
        }
    }

    [Fact]
    public void No_mutation_of_an_identity_file_throws_or_gives_another_identity()
    {
        var random = new Random(7);
        using var identity = Identity.Create();
        var known = identity.Reveal();
        var plain = Encoding.UTF8.GetBytes(IdentityFile.WritePlain([identity], DateTimeOffset.UnixEpoch));
        for (var round = 0; round < 3000; round++)
        {
            var mutated = Mutate(plain, plain, random);
            if (IdentityFile.Read(mutated, null) is not IdentityReading.Read(var identities, _)) continue;
            Assert.All(identities, i => Assert.Equal(known, i.Reveal()));
        }
    }

    private static byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        var bytes = file.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 70)));
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.Insert(at, (byte)"\n\r -=>A\0"[random.Next(8)]);
                    break;
                case 4 when other.Length > 0:
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 200))]);
                    break;
                case 5 when at < bytes.Count:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 100)))); // doubled
                    break;
                default:
                    if (at < bytes.Count) bytes[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }
#pragma warning restore CA5394

    private static string Trimmed(byte[] file) => Encoding.Latin1.GetString(file).Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
}
