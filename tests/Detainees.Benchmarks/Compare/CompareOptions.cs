namespace Detainees.Benchmarks.Compare;

/// <param name="Harness">The folder with the load harness, the peers and the limits; empty to look for it beside the checkout.</param>
/// <param name="Output">Where harness and peers are built and the figures are written.</param>
/// <param name="Runs">Letters of <see cref="CompareRuns"/>.</param>
/// <param name="Quick">Fewer and shorter runs: to see where one stands, not to be quoted.</param>
/// <param name="Others">A run during which other programs took so many cores or more is done again, twice at most.</param>
internal sealed record CompareOptions(string Harness, string Output, string Runs, bool Quick, double Others);
