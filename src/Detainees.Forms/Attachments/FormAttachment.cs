namespace Detainees.Forms;

/// <summary>What lies beside a form under a name. The compiler opens no files: whoever runs it looks.</summary>
public abstract record FormAttachment
{
    private FormAttachment() { }

    public sealed record Found(ReadOnlyMemory<byte> Content) : FormAttachment;

    public sealed record Missing : FormAttachment;

    /// <summary>Over <see cref="AttachmentNames.MaxBytesOf"/>, and not read.</summary>
    public sealed record TooLarge : FormAttachment;
}

/// <summary>Gives the file of that name beside a form. The name is one that <see cref="AttachmentNames.IsPlain"/> accepts.</summary>
public delegate FormAttachment AttachmentReader(string name);
