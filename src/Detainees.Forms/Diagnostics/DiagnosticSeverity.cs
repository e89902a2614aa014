namespace Detainees.Forms;

/// <summary>An error refuses the form; a warning is a likely mistake; a note says what has no effect here.</summary>
public enum DiagnosticSeverity { Note, Warning, Error }
