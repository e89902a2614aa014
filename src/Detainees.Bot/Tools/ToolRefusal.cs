namespace Detainees.Bot.Tools;

/// <summary>Why a command did not do what it was asked for, in one sentence on standard error.</summary>
internal static class ToolRefusal
{
    /// <summary>The form, a file or a setting is not as it must be.</summary>
    public const int Input = 2;

    /// <summary>The machine: a folder that cannot be written, a port that is taken.</summary>
    public const int Machine = 3;

    /// <returns><paramref name="code"/>, for the caller to end with.</returns>
    public static int Say(string reason, int code)
    {
        Console.Error.WriteLine($"Not done: {reason}");
        return code;
    }
}
