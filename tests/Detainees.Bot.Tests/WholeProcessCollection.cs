namespace Detainees.Bot.Tests;

/// <summary>Memory is counted for the whole process: what other tests take at the same time would be counted too.</summary>
[CollectionDefinition("measures the whole process", DisableParallelization = true)]
public sealed class WholeProcessCollection;
