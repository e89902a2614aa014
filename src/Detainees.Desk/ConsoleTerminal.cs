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
        // A key that is waited for cannot be interrupted: Ctrl+C is read as one instead.
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                var givesUp = key.Key == ConsoleKey.Escape || (key.Key == ConsoleKey.C && key.Modifiers == ConsoleModifiers.Control);
                if (givesUp || key.Key == ConsoleKey.Enter)
                {
                    Console.Error.WriteLine();
                    return givesUp ? null : typed.ToString();
                }

                if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
                else if (!char.IsControl(key.KeyChar) && typed.Length < MostCharacters) typed.Append(key.KeyChar);
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }
}
