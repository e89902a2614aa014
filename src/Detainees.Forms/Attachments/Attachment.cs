namespace Detainees.Forms;

/// <summary>What lies beside a form under a name. The compiler opens no files: whoever runs it looks.</summary>
public abstract record Attachment
{
    private Attachment() { }

    public sealed record Found(ReadOnlyMemory<byte> Content) : Attachment;

    public sealed record Missing : Attachment;

    /// <summary>Over <see cref="AttachmentNames.MaxBytes"/>, and not read.</summary>
    public sealed record TooLarge : Attachment;
}

/// <summary>Gives the file of that name beside a form. The name is one that <see cref="AttachmentNames.IsPlain"/> accepts.</summary>
public delegate Attachment AttachmentReader(string name);
