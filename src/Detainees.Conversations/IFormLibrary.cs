using System.Collections.Immutable;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>The compiled forms. A running conversation is pinned to its version, so old versions stay findable.</summary>
public interface IFormLibrary
{
    FormDefinition? Find(string id, string version);

    /// <summary>The forms that a new conversation may begin with, newest version of each, in the order of the menu.</summary>
    ImmutableArray<FormDefinition> Offered { get; }
}
