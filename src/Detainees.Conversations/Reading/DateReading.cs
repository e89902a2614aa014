using System.Collections.Immutable;

namespace Detainees.Conversations;

/// <summary>How exact a date question is (appearances <c>month-year</c> and <c>year</c>).</summary>
internal enum DatePrecision { Day, Month, Year }

/// <summary>What a typed date may mean.</summary>
internal enum DateOutcome
{
    /// <summary>One date and no other.</summary>
    Certain,

    /// <summary>One or more candidates that the person must confirm.</summary>
    Unsure,
    NeedsDay,
    NeedsMonth,
    None,
}

/// <param name="Candidates">In the order to offer them, at most four; day 1 and month 1 where the precision asks no more.</param>
internal readonly record struct DateReading(DateOutcome Outcome, ImmutableArray<DateOnly> Candidates);
