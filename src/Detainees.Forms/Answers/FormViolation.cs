namespace Detainees.Forms;

/// <summary>A relevant question that keeps the form from being sent.</summary>
/// <param name="Path">The question's node.</param>
/// <param name="Kind">RequiredButEmpty or ConstraintNotMet.</param>
public sealed record FormViolation(string Path, AnswerRejection Kind);
