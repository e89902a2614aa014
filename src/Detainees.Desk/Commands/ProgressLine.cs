using System.Globalization;
using Detainees.Desk.Pulling;

namespace Detainees.Desk.Commands;

/// <summary>One line on the terminal that counts; nothing at all where output is not a screen.</summary>
internal sealed class ProgressLine(TextWriter? screen) : IProgressLine, IDisposable
{
    private const int BarLength = 30;
    private readonly Lock gate = new();
    private string what = "";
    private long total, done, shown = -1;

    public static ProgressLine On(TextWriter? screen) => new(screen);

    public void Begin(string thing, long count)
    {
        lock (gate)
        {
            Clear();
            (what, total, done, shown) = (thing, count, 0, -1);
        }
    }

    public void Step(long steps)
    {
        lock (gate)
        {
            done += steps;
            // One drawing for each percent is enough for an eye.
            var percent = total > 0 ? done * 100 / total : 100;
            if (screen is null || percent == shown) return;
            shown = percent;
            var full = (int)Math.Min(BarLength, percent * BarLength / 100);
            screen.Write(string.Create(
                CultureInfo.InvariantCulture, $"\r[{new string('#', full)}{new string('.', BarLength - full)}] {done} of {total} {what} "));
        }
    }

    public void Dispose()
    {
        lock (gate) Clear();
    }

    private void Clear()
    {
        if (shown >= 0) screen?.Write("\r" + new string(' ', 78) + "\r");
        shown = -1;
    }
}
