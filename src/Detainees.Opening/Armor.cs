using System.Text;

namespace Detainees.Opening;

/// <summary>The text form of an age file, for what people copy and print. Files that programs keep are binary: armor is a third longer.</summary>
public static class Armor
{
    internal const int Columns = 64;
    internal const int LineBytes = 48;

    internal static ReadOnlySpan<byte> BeginLine => "-----BEGIN AGE ENCRYPTED FILE-----"u8;
    internal static ReadOnlySpan<byte> EndLine => "-----END AGE ENCRYPTED FILE-----"u8;

    /// <summary>Writes a binary age file as armor, with LF line ends and a final one.</summary>
    public static string Write(ReadOnlySpan<byte> file)
    {
        var text = new StringBuilder(file.Length / 3 * 4 + file.Length / LineBytes + 100);
        text.Append(Encoding.ASCII.GetString(BeginLine)).Append('\n');
        for (; file.Length > 0; file = file[Math.Min(LineBytes, file.Length)..])
            text.Append(Convert.ToBase64String(file[..Math.Min(LineBytes, file.Length)])).Append('\n');
        return text.Append(Encoding.ASCII.GetString(EndLine)).Append('\n').ToString();
    }
}
