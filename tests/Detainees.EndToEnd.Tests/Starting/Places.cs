using Detainees.Phone;
using Detainees.Sealing;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Starting;

/// <summary>Folders and a signed team list of a test's own, and the settings that name them.</summary>
internal sealed class Places : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SigningKey root = SigningKey.Create();

    public Places()
    {
        Directory.CreateDirectory(this["data"]);
        WriteTeam(Team());
    }

    public string this[params string[] parts] => folder[parts];

    /// <summary>A list of a team of its own: valid, and not the demo team.</summary>
    public static string Team(string validUntil = "2099-12-31", bool recovery = true)
    {
        var keys = File.ReadLines(Checkout.Path("config", "demo", "team.txt"))
            .Where(line => line.StartsWith("recipient:", StringComparison.Ordinal) || line.StartsWith("recovery:", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1]).ToArray();
        using var laptop = SigningKey.Create();
        var answer = new byte[TeamChallenge.AnswerBytes];
        var proofs = string.Concat(keys.Select(key => Recipient.TryParse(key)).OfType<Recipient>()
            .Select(key => $"{TeamChallenge.For(key, answer).Line}\n{TeamProof.Make(key, answer, laptop).Line}\n"));
        return $"name: Team of the tests\nserial: 1\nvalid-until: {validUntil}\nrecipient: {keys[0]} Anna\nrecipient: {keys[1]} Boris\n"
            + (recovery ? $"recovery: {keys[2]} safe\n" : "") + proofs;
    }

    public void WriteTeam(string text, bool sign = true)
    {
        File.WriteAllText(this["team.txt"], text);
        File.WriteAllText(this["roots.pub"], root.Public.ToOpenSsh("root") + "\n");
        File.Delete(this["team.txt.sig"]);
        if (sign) File.WriteAllText(this["team.txt.sig"], TeamFile.Sign(text, root));
    }

    /// <summary>Production with a real-looking token, against a Bot API that is nowhere.</summary>
    public string[] Production(params string[] more) =>
    [
        .. Storage(), $"--Telegram:Token={BotRun.Token}", "--Telegram:ApiRoot=https://127.0.0.1:9", $"--Team:File={this["team.txt"]}", $"--Team:Roots={this["roots.pub"]}",
        $"--DeskApi:Listen=http://127.0.0.1:{BotRun.FreePort()}", $"--Forms:Directory={Checkout.Path("config", "forms")}", .. more,
    ];

    /// <summary>Try-out with the phone and the desk on free ports.</summary>
    public string[] TryOut(params string[] more) =>
    [
        .. Storage(), $"--Phone:Port={BotRun.FreePort()}", $"--DeskApi:Listen=http://127.0.0.1:{BotRun.FreePort()}",
        $"--Forms:Directory={Checkout.Path("config", "forms")}", .. more,
    ];

    /// <summary>A Bot API of the test's own, and the demo team.</summary>
    public string[] Practice(Uri api, params string[] more) =>
    [
        .. Storage(), "--Mode=practice", $"--Telegram:Token={PhoneServer.DummyToken}", $"--Telegram:ApiRoot={api}",
        $"--DeskApi:Listen=http://127.0.0.1:{BotRun.FreePort()}", $"--Forms:Directory={Checkout.Path("config", "forms")}", .. more,
    ];

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    private string[] Storage() =>
        [$"--Storage:DataDirectory={this["data"]}", $"--Storage:EpochKeyDirectory={this["epochs"]}", $"--Storage:SecretsDirectory={this["secrets"]}"];
}
