namespace Detainees.Telegram;

/// <summary>A value that no log, exception or debugger line prints. A class: a record's <c>ToString</c> would print it.</summary>
public sealed class Secret(string value)
{
    public string Reveal() => value;
    public override string ToString() => "[redacted]";
}
