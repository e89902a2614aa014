using System.Collections.Immutable;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Publishing;

/// <summary>
/// All form files, read and compiled. Nothing is written, so it can be done before the store is ours and beside other work.
/// </summary>
/// <param name="Offered">What the source gives; null when it cannot be read.</param>
/// <param name="Kept">Every version that was offered before, and its file.</param>
internal sealed record FormReading(ImmutableArray<FormFileReport>? Offered, ImmutableArray<(FormDefinition Form, string Path)> Kept)
{
    public static FormReading Of(FormSource source, string archive) => new(source.Read(), [.. new FormArchive(archive).Read()]);
}
