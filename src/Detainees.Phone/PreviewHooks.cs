namespace Detainees.Phone;

/// <summary>What the pane of a form preview shows and asks for; the program behind it knows what a form is.</summary>
/// <param name="Look">What there is to see now.</param>
/// <param name="Wish">Does one thing; null when it was done, else one sentence why not.</param>
public sealed record PreviewHooks(Func<CancellationToken, Task<PreviewView>> Look, Func<PreviewWish, CancellationToken, Task<string?>> Wish);

/// <summary>One press in the pane.</summary>
/// <param name="Kind">"jump", "date", "language", "restart" or "save".</param>
/// <param name="Value">A path, a date as YYYY-MM-DD, a language; empty for the others.</param>
public sealed record PreviewWish(string Kind, string Value);

/// <summary>The form that is tried, and where the conversation stands in it.</summary>
/// <param name="Title">As the form gives it.</param>
/// <param name="Version">Id and version.</param>
/// <param name="Current">Path of the question that is open; null outside a form and in the review.</param>
/// <param name="Place">Where the conversation stands: "begin", "question", "review" or "sent".</param>
/// <param name="Language">Of the conversation; empty before one was chosen.</param>
/// <param name="Date">What the form takes for today, YYYY-MM-DD.</param>
/// <param name="Steps">Steps walked so far.</param>
/// <param name="Fits">Whether the file can be used as it is now; false where what is tried is what it was before.</param>
public sealed record PreviewView(
    string Title, string Version, string? Current, string Place, string Language, IReadOnlyList<string> Languages, string Date, int Steps, bool Fits,
    IReadOnlyList<PreviewRemark> Remarks, IReadOnlyList<PreviewNode> Nodes);

/// <summary>One thing that the checker says.</summary>
/// <param name="Severity">"error", "warning" or "note".</param>
public sealed record PreviewRemark(string Severity, string Place, string Text);

/// <summary>One row of the form, as it is now.</summary>
/// <param name="Path">With positions in repeats.</param>
/// <param name="Depth">How deep it is nested, from 0.</param>
/// <param name="Kind">The question's type, "group" or "repeat".</param>
/// <param name="Value">As stored; empty for none.</param>
/// <param name="Said">What is known of the answer beside the value, "skipped" for one; empty where nothing is.</param>
/// <param name="When">The condition under which it is asked, as written; empty for always.</param>
/// <param name="CanJump">Whether it can be asked now.</param>
public sealed record PreviewNode(
    string Path, string Name, string Label, int Depth, string Kind, string Value, string Said, string When, bool IsRelevant, bool CanJump);
