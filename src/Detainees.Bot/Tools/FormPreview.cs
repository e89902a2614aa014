using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Detainees.Bot.Preview;
using Detainees.Phone;

namespace Detainees.Bot.Tools;

/// <summary><c>form preview</c>: a draft in the browser phone, or in the terminal. Exit codes: 0 ended, 2 the form cannot be used, 3 the port is taken.</summary>
internal static class FormPreview
{
    private const int Port = 5082;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The form file (.yaml, .xlsx)" };
        var terminal = new Option<bool>("--terminal") { Description = "In this terminal instead of the browser" };
        var save = new Option<string?>("--save") { Description = "Where a walk is saved; walks/NAME.txt beside the form by default" };
        var port = new Option<int>("--port") { Description = $"Of the phone, on this machine only; {Port} by default, 0 for any", DefaultValueFactory = _ => Port };
        var date = new Option<string?>("--date") { Description = "What the form takes for today, as 2026-01-15; today by default" };
        var quiet = new Option<bool>("--no-browser") { Description = "Print the address and open nothing" };
        var preview = new Command("preview", "Try a draft: answer it, jump to any question, see all values, save the walk. It is read again when it is saved")
        {
            file, terminal, save, port, date, quiet,
        };
        preview.SetAction(async (parsed, cancel) =>
        {
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(WalkSession.Offset).DateTime);
            if (parsed.GetValue(date) is { } given && !DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out today))
                return ToolRefusal.Say("--date is written as 2026-01-15.", ToolRefusal.Input);
            var (trial, report) = FormTrial.Open(parsed.GetRequiredValue(file), parsed.GetValue(save), today);
            FormCheck.Write(report, Console.Out);
            if (trial is null) return ToolRefusal.Input;
            return parsed.GetValue(terminal)
                ? await new TerminalPreview(trial, Console.In, Console.Out).RunAsync(cancel)
                : await BrowseAsync(trial, parsed.GetValue(port), !parsed.GetValue(quiet), cancel);
        });
        return preview;
    }

    private static async Task<int> BrowseAsync(FormTrial trial, int port, bool opens, CancellationToken cancel)
    {
        await using var preview = new BrowserPreview(trial, TimeProvider.System);
        try
        {
            await preview.StartAsync(port, cancel);
        }
        catch (PhonePortInUseException taken)
        {
            return ToolRefusal.Say($"port {taken.Port} is in use by another program. Choose another with --port NUMBER.", ToolRefusal.Machine);
        }

        Console.WriteLine($"Preview: {preview.Address}  (Ctrl+C ends it)");
        if (opens) Open(preview.Address);
        try
        {
            await preview.RunAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The end that was asked for.
        }

        return 0;
    }

    private static void Open(Uri address)
    {
        try
        {
            using var opened = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            // A machine without a desktop: the address stands above.
        }
    }
}
