using System.Collections.Immutable;
using Detainees.Conversations;
using Detainees.Forms;

namespace Detainees.Bot.Preview;

/// <summary>The one form that is tried. Unlike a published one it changes under the conversation: that is what trying is for.</summary>
internal sealed class PreviewLibrary(FormDefinition form) : IFormLibrary
{
    private volatile FormDefinition form = form;

    public FormDefinition Form => form;

    public ImmutableArray<FormDefinition> Offered => [form];

    public FormDefinition? Find(string id, string version) => form;

    public void Replace(FormDefinition changed) => form = changed;
}
