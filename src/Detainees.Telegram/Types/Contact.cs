namespace Detainees.Telegram;

public sealed class Contact
{
    public string? PhoneNumber { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public long? UserId { get; set; }
}
