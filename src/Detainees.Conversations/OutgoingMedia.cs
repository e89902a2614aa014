using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>A file of a form that is shown with a message. Only named here: whoever sends it has the bytes.</summary>
/// <param name="FormId">With the version, the form that the file belongs to.</param>
/// <param name="Name">One of the form's <see cref="FormDefinition.Attachments"/>.</param>
public sealed record OutgoingMedia(MediaKind Kind, string FormId, string FormVersion, string Name);
