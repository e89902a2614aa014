using System.Text;
using Detainees.Desk;

// Names come in Armenian, Russian and Arabic letters; a Windows console must be told.
if (OperatingSystem.IsWindows()) (Console.OutputEncoding, Console.InputEncoding) = (Encoding.UTF8, Encoding.UTF8);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
return await DeskCommands.RunAsync(args, Console.Out, Console.Error, stop.Token);
