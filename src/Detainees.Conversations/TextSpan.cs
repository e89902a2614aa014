namespace Detainees.Conversations;

/// <summary>How a run of a message looks.</summary>
public enum SpanKind { Bold, Italic, Code, Link }

/// <summary>A styled run of a message.</summary>
/// <param name="Offset">In UTF-16 code units from the start of the text.</param>
/// <param name="Length">In UTF-16 code units, at least 1.</param>
/// <param name="Url">The address of a <see cref="SpanKind.Link"/>; null for the others.</param>
public sealed record TextSpan(int Offset, int Length, SpanKind Kind, string? Url = null);
