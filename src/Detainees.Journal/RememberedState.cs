namespace Detainees.Journal;

/// <summary>A state of the journal known from elsewhere: another desk's, read over the telephone, or of an older receipt.</summary>
public sealed record RememberedState(long Size, Sha256Hash Root);
