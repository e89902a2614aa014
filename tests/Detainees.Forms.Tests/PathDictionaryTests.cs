using System.Collections.Immutable;

namespace Detainees.Forms.Tests;

public sealed class PathDictionaryTests
{
    /// <summary>The same changes to it and to one of the library's, which is the measure.</summary>
    [Fact]
    public void It_holds_what_a_sorted_dictionary_holds()
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var expected = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
            var made = PathDictionary<int>.Empty;
            for (var step = 0; step < 60; step++)
            {
                var (before, content) = (made, expected);
                var path = "/data/" + (char)('À' + random.Next(20));
                if (random.Next(3) == 0) (made, expected) = (made.Remove(path), expected.Remove(path));
                else (made, expected) = (made.SetItem(path, step), expected.SetItem(path, step));
                Assert.Equal(content, before);
                Assert.Equal(expected, made);
                Assert.Equal(expected.Count, made.Count);
                Assert.Equal(expected.GetValueOrDefault(path, -1), made.GetValueOrDefault(path, -1));
                Assert.Equal(expected.Keys, made.Keys);
                Assert.Equal(expected.Values, made.Values);
            }

            Assert.Equal(expected, new PathDictionary<int>(expected.OrderBy(_ => random.Next())));
        }
    }

    [Fact]
    public void A_path_that_is_there_twice_is_found()
    {
        Assert.Throws<ArgumentException>(() => new PathDictionary<int>([new("/data/a", 1), new("/data/b", 1), new("/data/a", 1)]));
        var builder = new PathDictionary<int>.Builder();
        Assert.True(builder.TryAdd("/data/b", 1));
        Assert.False(builder.TryAdd("/data/b", 2));
        Assert.False(builder.TryAdd("/data/a", 3));
        Assert.Equal([new("/data/b", 1)], builder.ToDictionary());
    }
}
