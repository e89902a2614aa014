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

    /// <summary>The answers of a form stand by element, with gaps; in order of their paths "ab" comes before "b", though it is asked last.</summary>
    [Fact]
    public void Answers_read_where_they_stand_are_those_of_a_sorted_dictionary_and_stay_as_they_were()
    {
        var instance = Some.Start("""
            | survey |             |      |       |
            |        | type        | name | label |
            |        | text        | b    | B     |
            |        | begin group | c    | C     |
            |        | text        | a    | A     |
            |        | text        | d    | D     |
            |        | end group   |      |       |
            |        | text        | ab   | AB    |
            """);
        string[] paths = ["/data/b", "/data/c/a", "/data/c/d", "/data/ab"];
        var expected = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        var random = new Random(1);
        for (var step = 0; step < 200; step++)
        {
            var (before, content) = (instance.Answers.Values, expected);
            var path = paths[random.Next(paths.Length)];
            var value = random.Next(3) == 0 ? "" : $"value {step}";
            instance = instance.With(path, value);
            expected = value.Length == 0 ? expected.Remove(path) : expected.SetItem(path, value);
            var made = instance.Answers.Values;
            Assert.Equal(content, before);
            Assert.Equal(expected, made);
            Assert.Equal(expected.Count, made.Count);
            Assert.Equal(expected.Keys, made.Keys);
            Assert.Equal(expected.Values, made.Values);
            foreach (var known in (string[])[.. paths, "/data", "/data/c", "/data/x"])
            {
                Assert.Equal(expected.GetValueOrDefault(known, "none"), made.GetValueOrDefault(known, "none"));
                Assert.Equal(expected.SetItem(known, "other"), made.SetItem(known, "other"));
                Assert.Equal(expected.Remove(known), made.Remove(known));
            }

            Assert.Equal(expected, FormInstance.Restore(instance.Form, instance.Answers, Some.Moment).Answers.Values);
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
