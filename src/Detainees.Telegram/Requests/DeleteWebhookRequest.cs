namespace Detainees.Telegram;

public sealed class DeleteWebhookRequest() : RequestBase<bool>("deleteWebhook")
{
    public bool? DropPendingUpdates { get; set; }
}
