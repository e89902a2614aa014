using System.CommandLine;

namespace Detainees.Desk.Commands;

/// <summary>The options that several commands share.</summary>
internal sealed class DeskOptions
{
    public Option<bool> TryOut { get; } = new("--try-out")
    {
        Description = "Use the public demo keys in config/demo and the bot's try-out server, and pull first.",
    };

    public Option<string?> Server { get; } = new("--server") { Description = "The server's address, such as https://intake.example.org. Remembered after the first pull.", HelpName = "URL" };

    public Option<string?> ServerKey { get; } = new("--server-key") { Description = "A file with the server's public key, from your administrator.", HelpName = "FILE" };

    public Option<string?> Desk { get; } = new("--desk") { Description = "The desk's own folder, where everything stays sealed.", HelpName = "DIR" };

    public Option<string[]> Identity { get; } = new("--identity") { Description = "Your key file, as 'keys new' made it.", HelpName = "FILE" };

    public Option<string?> Device { get; } = new("--device") { Description = "Another device key than the one beside your key file.", HelpName = "FILE" };

    public Option<string?> PassphraseFile { get; } = new("--passphrase-file") { Description = "Read the passphrase from the first line of a file instead of asking.", HelpName = "FILE" };

    public Option<string?> Forms { get; } = new("--forms") { Description = "A folder with the team's forms, for the questions of partial reports.", HelpName = "DIR" };

    /// <param name="staysHere">The command goes to no server and opens nothing.</param>
    public void AddTo(Command command, bool staysHere)
    {
        command.Options.Add(Desk);
        command.Options.Add(TryOut);
        if (staysHere) return;
        foreach (var option in (ReadOnlySpan<Option>)[Server, ServerKey, Identity, Device, PassphraseFile, Forms]) command.Options.Add(option);
    }

    /// <summary>Options that the command does not have are as if not given.</summary>
    public DeskSettings Read(ParseResult parsed) => new(
        parsed.GetValue(TryOut), parsed.GetValue(Server), parsed.GetValue(ServerKey), parsed.GetValue(Desk), [.. parsed.GetValue(Identity) ?? []],
        parsed.GetValue(Device), parsed.GetValue(PassphraseFile), parsed.GetValue(Forms));
}
