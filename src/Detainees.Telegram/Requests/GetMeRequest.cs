namespace Detainees.Telegram;

public sealed class GetMeRequest() : RequestBase<User>("getMe");
