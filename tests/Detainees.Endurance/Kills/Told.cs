namespace Detainees.Endurance.Kills;

/// <summary>How one conversation was left by its person.</summary>
internal enum Ending { Sent, Open, Erased }

/// <summary>What one person was given to understand had been kept: what a bot may not lose, nor store twice.</summary>
/// <param name="Chat">Whose.</param>
internal sealed class Told(long chat)
{
    public long Chat => chat;

    /// <summary>By the question's name, the newest value after which the bot went on.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>The bytes of the photo, when there was one and the bot went on.</summary>
    public byte[]? Photo { get; set; }

    /// <summary>How many times the bot went on after an answer.</summary>
    public int Acknowledged { get; set; }

    public Ending Ending { get; set; } = Ending.Open;

    /// <summary>The number that the person was told; null unless sent.</summary>
    public string? Reference { get; set; }
}
