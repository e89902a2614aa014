namespace Detainees.Telegram.Tests.Client;

/// <summary>Listening to every event of the process slows the others down and mixes them in: these run alone.</summary>
[CollectionDefinition("listens to the whole process", DisableParallelization = true)]
public sealed class WholeProcessCollection;
