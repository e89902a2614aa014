namespace Detainees.Telegram;

public sealed class LinkPreviewOptions
{
    public bool? IsDisabled { get; set; }
    internal static readonly LinkPreviewOptions Disabled = new() { IsDisabled = true };
}
