using System.Text;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Journal.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void The_examples_of_the_documentation_verify()
    {
        var examples = Examples(File.ReadAllText(Checkout.Path("docs", "journal.md")));
        var key = VerifyingKey.TryParseOpenSsh(Assert.Single(examples, e => e.StartsWith("ecdsa-sha2-nistp256 ", StringComparison.Ordinal)));
        Assert.NotNull(key);
        var receipt = Assert.Single(examples, e => e.StartsWith("detainees-receipt/1\n", StringComparison.Ordinal));
        var check = Assert.IsType<ReceiptCheck.Valid>(Receipt.Verify(receipt, key, "intake.example.org/journal"));
        var entry = Assert.Single(examples, e => e.StartsWith("detainees-entry/1\n", StringComparison.Ordinal));
        Assert.True(JournalEntry.TryDecode(Encoding.UTF8.GetBytes(entry), out var decoded));
        Assert.Equal(check.Entry, decoded);
        var headText = Assert.Single(examples, e => e.StartsWith("detainees-head/1\n", StringComparison.Ordinal));
        Assert.True(JournalHead.TryDecode(headText, out var head));
        Assert.Equal((check.Checkpoint.Size, check.Checkpoint.Root, check.Checkpoint.Last), (head?.Size, head?.Root, head?.Last));
    }

    /// <summary>The indented blocks, without their indentation.</summary>
    private static List<string> Examples(string markdown)
    {
        var examples = new List<string>();
        var block = new StringBuilder();
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n').Append("end"))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal)) block.Append(line.AsSpan(4)).Append('\n');
            else if (line.Length == 0 && block.Length > 0) block.Append('\n');
            else if (line.Length > 0 && block.Length > 0)
            {
                examples.Add(block.ToString().TrimEnd('\n') + "\n");
                block.Clear();
            }
        }

        return examples;
    }
}
