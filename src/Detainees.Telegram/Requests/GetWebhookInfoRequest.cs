namespace Detainees.Telegram;

public sealed class GetWebhookInfoRequest() : RequestBase<WebhookInfo>("getWebhookInfo");
