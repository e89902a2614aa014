namespace Detainees.Forms;

/// <summary>What an error stands in the way of: reading the form at all, or only offering it to families.</summary>
public enum DiagnosticClass { Form, Publishing }
