using System.Text;
using System.Text.RegularExpressions;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Operations;

/// <summary>
/// What must never be committed: tokens, keys, session files, pictures and voices of people (domain rule 32). Runs over every file
/// of the checkout that git would take.
/// </summary>
public sealed partial class RepositoryTests
{
    /// <summary>Pictures of our own pages, made by the tests from invented answers.</summary>
    private const string Pictures = "docs/pictures/";

    private static readonly string[] Media =
    [
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp", ".tif", ".tiff", ".mp4", ".mov", ".mkv", ".webm", ".avi", ".ogg", ".oga", ".opus", ".mp3", ".m4a",
        ".wav", ".pdf", ".docx", ".doc", ".odt", ".session", ".session-journal", ".db", ".sqlite", ".db-wal", ".dump", ".dmp", ".env", ".p12", ".pfx", ".key",
    ];

    [Fact]
    public async Task No_token_no_key_no_session_and_no_media_of_people_is_in_the_repository()
    {
        OutsideTools.Require("git");
        var cancel = TestContext.Current.CancellationToken;
        var listed = await OutsideTools.RunAsync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], cancel, folder: Checkout.Root);
        var files = listed.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(Checkout.Path(f))).ToList();
        Assert.True(files.Count > 500, $"the list of files is whole: {files.Count}");
        var found = new List<string>();
        foreach (var file in files) found.AddRange(Findings(file, await File.ReadAllBytesAsync(Checkout.Path(file), cancel)).Select(what => $"{file}: {what}"));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("notes.md", "the bot is 7012345678:" + "AAHfq3Zk1mB9xT7uVwYz0aBcDeFgHiJkLmN", "a bot token")]
    [InlineData("docs/x.md", "AGE-SECRET-KEY-" + "1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ", "an age identity")]
    [InlineData("src/key.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\n" + "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ", "a private key")]
    [InlineData("tests/him.jpg", "", "a media or data file")]
    [InlineData(".env", "", "a media or data file")]
    [InlineData("tests/him.bin", "\u00ff\u00d8\u00ff\u00e0 JFIF", "media under another name")]
    [InlineData("tests/voice.dat", "OggS", "media under another name")]
    public void The_check_finds_what_it_looks_for(string file, string content, string what) =>
        Assert.Contains(what, Findings(file, Encoding.Latin1.GetBytes(content)));

    private static IEnumerable<string> Findings(string file, byte[] content)
    {
        var name = Path.GetFileName(file);
        if (Media.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !IsOurPicture(file)) yield return "a media or data file";
        else if (IsMedia(content) && !IsOurPicture(file)) yield return "media under another name";
        var text = Encoding.Latin1.GetString(content);
        // Tokens of the tests say in themselves that they are none.
        if (Token().Matches(text).Any(m => !Harmless().IsMatch(m.Value))) yield return "a bot token";
        // The public demo team's keys are public on purpose; one identity is of the format's own documents.
        if (Identity().Matches(text).Any(m => !file.StartsWith("config/demo/", StringComparison.Ordinal) && !m.Value.StartsWith("AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0", StringComparison.Ordinal)))
            yield return "an age identity";
        if (PrivateKey().IsMatch(text) && !file.StartsWith("config/demo/", StringComparison.Ordinal)) yield return "a private key";
    }

    private static bool IsOurPicture(string file) => file.StartsWith(Pictures, StringComparison.Ordinal) && file.EndsWith(".png", StringComparison.Ordinal);

    private static bool IsMedia(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) || content.StartsWith("OggS"u8) || content.StartsWith("RIFF"u8)
        || content.StartsWith("ID3"u8) || content.StartsWith("SQLite format 3"u8) || content.Length > 12 && content[4..8].SequenceEqual("ftyp"u8);

    [GeneratedRegex("[0-9]{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])")]
    private static partial Regex Token();

    [GeneratedRegex("invented|nothing|Fake|Another|dummy|example|practice", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();

    [GeneratedRegex("AGE-SECRET-KEY-(PQ-)?1[02-9AC-HJ-NP-Z]{50,}")]
    private static partial Regex Identity();

    [GeneratedRegex("-----BEGIN ([A-Z]+ )*PRIVATE KEY-----\\s+[A-Za-z0-9+/=]{24}")]
    private static partial Regex PrivateKey();
}
