using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A file to send: one that Telegram already has, or a stream to upload.</summary>
[JsonConverter(typeof(InputFileConverter))]
public abstract class InputFile
{
    private InputFile() { }
    internal static readonly InputFile None = new Existing("");

    /// <param name="value">A file id or an https address: secrets both.</param>
    public sealed class Existing(string value) : InputFile
    {
        internal string Value { get; } = value;
    }

    /// <summary>Read once and not closed.</summary>
    public sealed class Upload(Stream content, string fileName, string mimeType = "application/octet-stream") : InputFile
    {
        internal Stream Content { get; } = content;
        internal string FileName { get; } = fileName;
        internal string MimeType { get; } = mimeType;
    }
}
