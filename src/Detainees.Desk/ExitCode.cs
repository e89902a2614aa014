namespace Detainees.Desk;

/// <summary>What the program tells a script. docs/desk.md, "Exit codes".</summary>
internal enum ExitCode
{
    Fine = 0,

    /// <summary>It could not be done; one sentence says why.</summary>
    Stopped = 1,

    /// <summary>The command line is not understood.</summary>
    Usage = 2,

    /// <summary>Done but for some items, which are named.</summary>
    Incomplete = 3,

    /// <summary>The journal, or its signature, is not what it must be. Nothing of it was taken over.</summary>
    Distrusted = 4,

    /// <summary>Ctrl+C, as shells count it.</summary>
    Cancelled = 130,
}
