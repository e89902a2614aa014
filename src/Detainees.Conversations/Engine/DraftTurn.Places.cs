using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>
/// The button that shares a place. Only at a geopoint that is mapped to no field of a case: where a family is must not be
/// asked of its phone (domain.md f.7), and there the place is attached or typed.
/// </summary>
internal sealed partial class DraftTurn
{
    private static bool MayShare(FormQuestion question) => question.Type == QuestionType.Geopoint && !question.Case.ContainsKey("field");

    private void OfferPlace(Stop stop)
    {
        if (draft.OffersPlace || !MayShare(stop.Question)) return;
        draft.OffersPlace = true;
        Do(new Effect.Say(new OutgoingMessage(Texts[TextKey.SharePlaceHow], [], null) { Input = new InputButtons.SharePlace(Texts[TextKey.SharePlace]) }));
    }

    /// <summary>The button goes when its question is left; the channel takes it away only with a message.</summary>
    private void WithdrawPlace()
    {
        if (!draft.OffersPlace) return;
        if (ended is null && draft.Prompt is Prompt.Question asked && Find(asked.Path) is { Kind: StopKind.Question } stop && MayShare(stop.Question)) return;
        draft.OffersPlace = false;
        DoFirst(new Effect.Say(new OutgoingMessage("✓", [], null) { Input = new InputButtons.Removed() }));
    }
}
