namespace Detainees.Forms;

/// <summary>What an evaluation may know of the world. One pass uses one moment.</summary>
/// <param name="Now">In the person's zone: <c>today()</c> is its date.</param>
/// <param name="Language">One of the form's languages, for choice labels in expressions.</param>
/// <param name="Seed">The draft's own random number, the same for its whole life: random(), uuid() and the order of randomised choices come from it.</param>
public readonly record struct Moment(DateTimeOffset Now, string Language, ulong Seed);
