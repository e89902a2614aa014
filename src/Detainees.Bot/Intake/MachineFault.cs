using Detainees.Storage;

namespace Detainees.Bot.Intake;

/// <summary>Tells trouble of the machine, which passes, from trouble with one input, which would come again each time.</summary>
internal static class MachineFault
{
    /// <summary>Faults of the disk, the database or the memory: they say nothing about what was to be stored.</summary>
    public static bool Is(Exception fault) =>
        fault is IOException or OutOfMemoryException or UnauthorizedAccessException
        || fault.GetType().Namespace == $"{typeof(IIntakeStore).Namespace}.Sqlite";
}
