using Detainees.Phone;
using Detainees.Storage;

namespace Detainees.Bot.TryOut;

/// <summary>What the phone's pane shows: the journal and what lies in the data directory, as it lies there.</summary>
internal static class StoredView
{
    private const int ShownBytes = 64;
    private const int MostEntries = 20;

    public static async Task<IReadOnlyList<StoredItem>> ReadAsync(IIntakeStore store, string dataDirectory, CancellationToken cancel)
    {
        var items = new List<StoredItem>();
        var head = await store.HeadAsync(cancel);
        foreach (var entry in await store.EntriesAsync(Math.Max(1, head.Size - MostEntries + 1), MostEntries, cancel))
        {
            await using var body = await store.OpenBodyAsync(entry.Id, cancel);
            if (body is not null) items.Add(new StoredItem($"journal {entry.Number}: sealed {entry.Kind} {entry.Id}", body.Length, await StartAsync(body, cancel)));
        }

        foreach (var path in Directory.EnumerateFiles(dataDirectory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            // The questions are no secret and hold nothing of a person.
            if (Path.GetRelativePath(dataDirectory, path).StartsWith("forms", StringComparison.Ordinal)) continue;
            try
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                items.Add(new StoredItem(Path.GetRelativePath(dataDirectory, path), file.Length, await StartAsync(file, cancel)));
            }
            catch (IOException)
            {
                // Gone or locked just now; the next look shows what is there then.
            }
        }

        return items;
    }

    private static async Task<string> StartAsync(Stream content, CancellationToken cancel)
    {
        var start = new byte[ShownBytes];
        var read = await content.ReadAtLeastAsync(start, ShownBytes, throwOnEndOfStream: false, cancel);
        return Convert.ToHexStringLower(start.AsSpan(0, read));
    }
}
