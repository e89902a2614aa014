namespace Detainees.Bot.Settings;

/// <summary>
/// What the operator sets, from <c>config/detainees.json</c>, then environment variables (<c>Storage__DataDirectory</c>, …),
/// then the command line. Empty means "the default of the mode": try-out, or production. What a number may be stands in
/// <see cref="OptionsCheck"/>.
/// </summary>
public sealed class BotOptions
{
    public TelegramOptions Telegram { get; init; } = new();
    public StorageOptions Storage { get; init; } = new();
    public TeamOptions Team { get; init; } = new();
    public FormsOptions Forms { get; init; } = new();
    public IntakeOptions Intake { get; init; } = new();
    public RetentionOptions Retention { get; init; } = new();
    public DeskApiOptions DeskApi { get; init; } = new();
    public LocalPhoneOptions Phone { get; init; } = new();
    public MetricsOptions Metrics { get; init; } = new();

    /// <summary><c>practice</c> allows the public demo team against a Bot API on this machine; anything else is production.</summary>
    public string Mode { get; init; } = "";

    /// <summary>IANA name of the zone in which families' "today" is meant.</summary>
    public string TimeZone { get; init; } = "Asia/Yerevan";

    /// <summary>Serilog level: Verbose, Debug, Information, Warning, Error or Fatal.</summary>
    public string LogLevel { get; init; } = "Information";
}

public sealed class TelegramOptions
{
    /// <summary>The bot's token; better given as <see cref="TokenFile"/> or in TELEGRAM_BOT_TOKEN. Never in a committed file.</summary>
    public string Token { get; init; } = "";

    /// <summary>A file that holds nothing but the token.</summary>
    public string TokenFile { get; init; } = "";

    public string ApiRoot { get; init; } = "https://api.telegram.org";

    /// <summary>Seconds a poll may wait at the server; the server allows 50.</summary>
    public int PollSeconds { get; init; } = 50;

    /// <summary>Replies under way at once, over all chats; within a chat they go one after another.</summary>
    public int RepliesInFlight { get; init; } = 256;
}

public sealed class StorageOptions
{
    /// <summary>Ciphertext only: database, sealed attachments.</summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>Epoch keys; outside the data directory, best on a memory file system.</summary>
    public string EpochKeyDirectory { get; init; } = "";

    /// <summary>The server's signing key and the key of its thread hashes; outside the data directory.</summary>
    public string SecretsDirectory { get; init; } = "";
}

public sealed class TeamOptions
{
    /// <summary>The team list; its signature lies beside it as <c>NAME.sig</c>.</summary>
    public string File { get; init; } = "";

    /// <summary>OpenSSH public keys, one a line, that may sign the team list.</summary>
    public string Roots { get; init; } = "";
}

public sealed class FormsOptions
{
    /// <summary>Every <c>.yaml</c> and <c>.xlsx</c> in it is a form that is offered, but for those of <see cref="Except"/>; unless <see cref="Published"/> is set.</summary>
    public string Directory { get; init; } = "";

    /// <summary>The folder that <c>form publish</c> writes to. When it is set, only what was published is offered.</summary>
    public string Published { get; init; } = "";

    /// <summary>
    /// OpenSSH public keys, one a line. When it is set, a published form is offered only with the signatures of two of them.
    /// </summary>
    public string Approvers { get; init; } = "";

    /// <summary>Form ids in the order of the menu, separated by commas; the others follow in their own order.</summary>
    public string Menu { get; init; } = "";

    /// <summary>Words that are switched on, separated by commas: forms that ask for others in <c>offered_when</c> are not offered.</summary>
    public string SwitchedOn { get; init; } = "";

    /// <summary>Ids of the only forms to be offered, with commas between them; empty for all. It goes before <see cref="Except"/>.</summary>
    public string Only { get; init; } = "";

    /// <summary>Ids of forms that are not offered though their files are there, with commas between them.</summary>
    public string Except { get; init; } = "bench";
}

/// <summary>What one chat may cost. Far above what a person does; past it the chat is told once, and the rest of what it sends is not taken.</summary>
public sealed class IntakeOptions
{
    /// <summary>Messages and presses of one chat in a UTC day.</summary>
    public int UpdatesPerDay { get; init; } = 3000;

    /// <summary>How many of them may come at once, after a pause.</summary>
    public int Burst { get; init; } = 300;

    /// <summary>How many a second go on being taken after that.</summary>
    public int UpdatesPerSecond { get; init; } = 5;

    /// <summary>Reports sent from one chat in a UTC day.</summary>
    public int ReportsPerDay { get; init; } = 20;

    /// <summary>Files of one chat in a UTC day, together, in units of 1,048,576 bytes.</summary>
    public int MegabytesPerDay { get; init; } = 500;
}

/// <summary>How long the server keeps what desks have. Entries and hashes stay for good.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days after which sealed content goes, once two devices have acknowledged it; 0 keeps everything.</summary>
    public int Days { get; init; }
}

public sealed class DeskApiOptions
{
    /// <summary>Where desks pull: an address and port; put a TLS proxy or a tunnel in front of anything but loopback.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:5081";

    /// <summary>
    /// The host, and port where it is not the scheme's own, under which desks know this server, such as <c>intake.example.org</c>; several with
    /// blanks between. A request signed for any other is refused. Empty: this machine's own names only.
    /// </summary>
    public string Authority { get; init; } = "";

    /// <summary>Requests a second of one address, and of one device, before anything is looked at.</summary>
    public int RequestsPerSecond { get; init; } = 500;
}

public sealed class LocalPhoneOptions
{
    /// <summary>Port of the local phone in try-out mode, on 127.0.0.1 only.</summary>
    public int Port { get; init; } = 5080;
}

public sealed class MetricsOptions
{
    /// <summary>An OpenTelemetry collector's address for metrics over HTTP, such as <c>http://127.0.0.1:4318/v1/metrics</c>; empty sends nothing.</summary>
    public string OtlpEndpoint { get; init; } = "";

    /// <summary>Seconds between two reports.</summary>
    public int Seconds { get; init; } = 60;
}
