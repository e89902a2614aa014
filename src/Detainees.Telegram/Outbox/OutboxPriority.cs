namespace Detainees.Telegram;

/// <summary>Who goes first.</summary>
public enum OutboxPriority
{
    /// <summary>To somebody who has just done something and waits.</summary>
    Answer = 0,

    /// <summary>To many, or of our own accord: reminders, news.</summary>
    Notice = 1,
}
