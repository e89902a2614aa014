namespace Detainees.Storage;

/// <summary>How many conversations are under way on one version of a form.</summary>
public sealed record FormUse(string FormId, string FormVersion, long Conversations);
