namespace Detainees.Desk;

/// <summary>What the program takes from the machine it runs on; tests bring their own.</summary>
/// <param name="Folder">The current folder: where try-out looks for its keys and keeps its data.</param>
/// <param name="WorkFactor">scrypt's exponent for a new key's passphrase: 18 for people.</param>
internal sealed record DeskHost(ITerminal Terminal, TimeProvider Time, string Folder, int WorkFactor)
{
    /// <summary>Where a desk keeps its things unless told otherwise.</summary>
    public string HomeFolder { get; init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "detainees-desk");

    public static DeskHost OfThisMachine() =>
        new(new ConsoleTerminal(), TimeProvider.System, Environment.CurrentDirectory, Opening.IdentityFile.DefaultWorkFactor);
}

/// <summary>The person at the keyboard, if there is one.</summary>
internal interface ITerminal
{
    /// <summary>Somebody can be asked.</summary>
    bool CanAsk { get; }

    /// <summary>Output goes to a screen: progress may be drawn there.</summary>
    bool IsScreen { get; }

    /// <summary>Asks without showing what is typed; null when the person gives up.</summary>
    string? AskSecret(string prompt);
}
