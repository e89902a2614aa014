using Xunit;

namespace Detainees.Testing;

/// <summary>A file of the repository that is made from the code, as a table in the docs is.</summary>
public static class KeptFile
{
    /// <summary>Fails where the file says something else; with <c>DETAINEES_REWRITE_GOLDEN=1</c> it is written instead.</summary>
    public static void MustBe(string path, string content)
    {
        if (Environment.GetEnvironmentVariable("DETAINEES_REWRITE_GOLDEN") == "1") File.WriteAllText(path, content);
        Assert.True(File.Exists(path), $"{path} is not there");
        Assert.Equal(content, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
