namespace Detainees.Storage.Tests;

/// <summary>The test program doubles as the process that gets killed: started with a variable it writes until then.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (Environment.GetEnvironmentVariable(WriterProcess.Variable) is { Length: > 0 } folder)
        {
            WriterProcess.Run(folder);
            return 1; // it should have been killed
        }

        return Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }
}
