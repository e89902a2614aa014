using System.Text;

namespace Detainees.Desk;

internal sealed class ConsoleTerminal : ITerminal
{
    private const int MostCharacters = 1024;

    public bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;
    public bool IsScreen => !Console.IsOutputRedirected && !Console.IsErrorRedirected;

    public string? AskSecret(string prompt)
    {
        // On standard error, so that output sent to a file stays clean.
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key is ConsoleKey.Enter or ConsoleKey.Escape)
            {
                Console.Error.WriteLine();
                return key.Key == ConsoleKey.Enter ? typed.ToString() : null;
            }

            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar) && typed.Length < MostCharacters) typed.Append(key.KeyChar);
        }
    }
}
