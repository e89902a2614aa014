namespace Detainees.Bot.Settings;

/// <summary>
/// What the operator sets, from <c>config/detainees.json</c>, then environment variables (<c>Storage__DataDirectory</c>, …),
/// then the command line. Empty means "the default of the mode": try-out, or production. What a number may be stands in
/// <see cref="OptionsCheck"/>.
/// </summary>
public sealed class BotOptions
{
    public TelegramOptions Telegram { get; set; } = new();
    public StorageOptions Storage { get; set; } = new();
    public TeamOptions Team { get; set; } = new();
    public FormsOptions Forms { get; set; } = new();
    public IntakeOptions Intake { get; set; } = new();
    public RetentionOptions Retention { get; set; } = new();
    public DeskApiOptions DeskApi { get; set; } = new();
    public LocalPhoneOptions Phone { get; set; } = new();
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary><c>practice</c> allows the public demo team against a Bot API on this machine; anything else is production.</summary>
    public string Mode { get; set; } = "";

    /// <summary>IANA name of the zone in which families' "today" is meant.</summary>
    public string TimeZone { get; set; } = "Asia/Yerevan";

    /// <summary>Serilog level: Verbose, Debug, Information, Warning, Error or Fatal.</summary>
    public string LogLevel { get; set; } = "Information";
}

public sealed class TelegramOptions
{
    /// <summary>The bot's token; better given as <see cref="TokenFile"/> or in TELEGRAM_BOT_TOKEN. Never in a committed file.</summary>
    public string Token { get; set; } = "";

    /// <summary>A file that holds nothing but the token.</summary>
    public string TokenFile { get; set; } = "";

    public string ApiRoot { get; set; } = "https://api.telegram.org";

    /// <summary>Seconds a poll may wait at the server; the server allows 50.</summary>
    public int PollSeconds { get; set; } = 50;

    /// <summary>Replies under way at once, over all chats; within a chat they go one after another.</summary>
    public int RepliesInFlight { get; set; } = 256;
}

public sealed class StorageOptions
{
    /// <summary>Ciphertext only: database, sealed attachments.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>Epoch keys; outside the data directory, best on a memory file system.</summary>
    public string EpochKeyDirectory { get; set; } = "";

    /// <summary>The server's signing key and the key of its thread hashes; outside the data directory.</summary>
    public string SecretsDirectory { get; set; } = "";
}

public sealed class TeamOptions
{
    /// <summary>The team list; its signature lies beside it as <c>NAME.sig</c>.</summary>
    public string File { get; set; } = "";

    /// <summary>OpenSSH public keys, one a line, that may sign the team list.</summary>
    public string Roots { get; set; } = "";
}

public sealed class FormsOptions
{
    /// <summary>Every <c>.yaml</c> and <c>.xlsx</c> in it is a form that is offered, but for those of <see cref="Except"/>; unless <see cref="Published"/> is set.</summary>
    public string Directory { get; set; } = "";

    /// <summary>The folder that <c>form publish</c> writes to. When it is set, only what was published is offered.</summary>
    public string Published { get; set; } = "";

    /// <summary>
    /// OpenSSH public keys, one a line. When it is set, a published form is offered only with the signatures of two of them.
    /// </summary>
    public string Approvers { get; set; } = "";

    /// <summary>Form ids in the order of the menu, separated by commas; the others follow in their own order.</summary>
    public string Menu { get; set; } = "";

    /// <summary>Words that are switched on, separated by commas: forms that ask for others in <c>offered_when</c> are not offered.</summary>
    public string SwitchedOn { get; set; } = "";

    /// <summary>Ids of the only forms to be offered, with commas between them; empty for all. It goes before <see cref="Except"/>.</summary>
    public string Only { get; set; } = "";

    /// <summary>Ids of forms that are not offered though their files are there, with commas between them.</summary>
    public string Except { get; set; } = "bench";
}

/// <summary>What one chat may cost. Far above what a person does; past it the chat is told once, and the rest of what it sends is not taken.</summary>
public sealed class IntakeOptions
{
    /// <summary>Messages and presses of one chat in a UTC day.</summary>
    public int UpdatesPerDay { get; set; } = 3000;

    /// <summary>How many of them may come at once, after a pause.</summary>
    public int Burst { get; set; } = 300;

    /// <summary>How many a second go on being taken after that.</summary>
    public int UpdatesPerSecond { get; set; } = 5;

    /// <summary>Reports sent from one chat in a UTC day.</summary>
    public int ReportsPerDay { get; set; } = 20;

    /// <summary>Files of one chat in a UTC day, together, in units of 1,048,576 bytes.</summary>
    public int MegabytesPerDay { get; set; } = 500;
}

/// <summary>How long the server keeps what desks have. Entries and hashes stay for good.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days after which sealed content goes, once two devices have acknowledged it; 0 keeps everything.</summary>
    public int Days { get; set; }
}

public sealed class DeskApiOptions
{
    /// <summary>Where desks pull: an address and port; put a TLS proxy or a tunnel in front of anything but loopback.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:5081";

    /// <summary>
    /// The host, and port where it is not the scheme's own, under which desks know this server, such as <c>intake.example.org</c>; several with
    /// blanks between. A request signed for any other is refused. Empty: this machine's own names only.
    /// </summary>
    public string Authority { get; set; } = "";

    /// <summary>Requests a second of one address, and of one device, before anything is looked at.</summary>
    public int RequestsPerSecond { get; set; } = 500;
}

public sealed class LocalPhoneOptions
{
    /// <summary>Port of the local phone in try-out mode, on 127.0.0.1 only.</summary>
    public int Port { get; set; } = 5080;
}

public sealed class MetricsOptions
{
    /// <summary>An OpenTelemetry collector's address for metrics over HTTP, such as <c>http://127.0.0.1:4318/v1/metrics</c>; empty sends nothing.</summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>Seconds between two reports.</summary>
    public int Seconds { get; set; } = 60;
}
