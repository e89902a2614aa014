using System.Runtime.CompilerServices;

namespace Detainees.Storage.Tests;

internal static class ModuleStart
{
    // The test program doubles as the process that gets killed: started with this variable it writes until then.
    [ModuleInitializer]
#pragma warning disable CA2255 // a test program has no Main of its own to put this into
    internal static void Run()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(WriterProcess.Variable) is { Length: > 0 } folder) WriterProcess.Run(folder);
    }
}
