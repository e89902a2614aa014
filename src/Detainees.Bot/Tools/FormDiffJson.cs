using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Detainees.Forms;

namespace Detainees.Bot.Tools;

/// <summary>What <c>form diff --json</c> prints.</summary>
/// <param name="Same">Whether nothing differs.</param>
/// <param name="Changes">In the order of the new form.</param>
/// <param name="Conversations">A sentence each.</param>
/// <param name="Exports">A sentence each.</param>
internal sealed record FormDiffJson(bool Same, ImmutableArray<FormChange> Changes, ImmutableArray<string> Conversations, ImmutableArray<string> Exports)
{
    public static FormDiffJson Of(FormDifference difference) => new(difference.IsSame, difference.Changes, difference.Conversations, difference.Exports);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FormDiffJson))]
internal sealed partial class FormDiffJsonContext : JsonSerializerContext;
