namespace Detainees.Conversations;

/// <summary>What could not be taken at one prompt.</summary>
/// <param name="Prompt">Which one, as <see cref="Draft.Count"/> numbers them; at another it begins anew.</param>
/// <param name="Kind">The reason given last, by the name of its text; "answer" for words that did not fit the question.</param>
/// <param name="Same">How often that reason was given in a row; bounded.</param>
/// <param name="All">How often any reason was given without a pause; bounded.</param>
/// <param name="Last">When the last of them was given.</param>
public sealed record RefusalRun(int Prompt, string Kind, int Same, int All, DateTimeOffset Last);
