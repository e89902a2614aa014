using Detainees.Bot.Settings;
using Detainees.Phone;
using Detainees.Storage;

namespace Detainees.Bot.TryOut;

/// <summary>Try-out mode: the local phone in this process, and the words that say what this is.</summary>
internal static class Practice
{
    private static readonly string[] Banner =
    [
        "Try-out. Nothing here is private: reports are sealed to a demo team whose keys are public.",
        "Do not enter anything real.",
    ];

    public static Task<PhoneServer> StartPhoneAsync(
        BotOptions options, IIntakeStore store, string dataDirectory, ShiftedTime time, CancellationToken cancel) =>
        PhoneServer.StartAsync(
            new Phone.PhoneOptions
            {
                Port = options.Phone.Port, BotName = "Detainees (try-out)", Banner = Banner, ClockMoved = time.Shift,
                Stored = token => StoredView.ReadAsync(store, dataDirectory, token),
            },
            cancel);

    public static void Welcome(TextWriter output, Uri phone, string deskApi, Places places)
    {
        var server = deskApi == new DeskApiOptions().Listen ? "" : $" --server {deskApi}";
        output.WriteLine($"""

            Detainees runs in TRY-OUT mode: no Telegram token is set.
            Reports are sealed to the public demo team. Everybody has its keys: do not enter anything real.

              Open in a browser   {phone}
              Read at the desk    dotnet run --project src/Detainees.Desk -- show --try-out{server}
              Data (ciphertext)   {places.Data}

            Stop with Ctrl+C. For families: TELEGRAM_BOT_TOKEN and a team list of your own, see docs/operations.md.

            """);
    }
}
