using System.Text.Json.Nodes;

namespace Detainees.Phone.Web;

/// <summary>Ways in which the network and the server fail on request.</summary>
internal enum FaultKind
{
    TooManyRequests, ServerError, HtmlError, Hang, CutBefore, CutAfter, DuplicateUpdates, RepeatUpdates, SlowDownload, TruncatedDownload, ReorderedWebhook,
}

/// <param name="Method">Only this method (or update kind, for duplicates); null for all.</param>
/// <param name="Next">How many more times; null without end.</param>
/// <param name="Probability">0 to 1, drawn from the plan's seed.</param>
/// <param name="RetryAfter">Seconds, for TooManyRequests.</param>
/// <param name="Status">HTTP status, for ServerError and HtmlError.</param>
/// <param name="Description">The words of a ServerError, such as "Forbidden: user is deactivated"; null for the usual ones.</param>
internal sealed record Fault(FaultKind Kind, string? Method, int? Next, double Probability, int RetryAfter, int Status, string? Description);

/// <summary>The faults that a test or a person has ordered. Seeded, so that a failing run can be run again.</summary>
internal sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly List<Fault> faults = [];
    private Random random = new(1);

    public void Seed(int seed)
    {
        lock (gate) random = new Random(seed);
    }

    public void Add(Fault fault)
    {
        lock (gate) faults.Add(fault);
    }

    public void Clear()
    {
        lock (gate) faults.Clear();
    }

    /// <summary>The fault of this kind that strikes now, counted down; null for none.</summary>
    public Fault? Take(FaultKind kind, string method)
    {
        lock (gate)
        {
            for (var i = 0; i < faults.Count; i++)
            {
                var fault = faults[i];
                if (fault.Kind != kind || (fault.Method is not null && !fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))) continue;
                if (fault.Probability < 1 && random.NextDouble() >= fault.Probability) continue;
                if (fault.Next is <= 1) faults.RemoveAt(i);
                else if (fault.Next is not null) faults[i] = fault with { Next = fault.Next - 1 };
                return fault;
            }

            return null;
        }
    }

    public JsonArray ToJson()
    {
        lock (gate)
        {
            return new JsonArray([.. faults.Select(JsonNode (f) => new JsonObject
            {
                ["kind"] = Name(f.Kind), ["method"] = f.Method, ["next"] = f.Next, ["probability"] = f.Probability,
                ["retry_after"] = f.RetryAfter, ["status"] = f.Status, ["description"] = f.Description,
            })]);
        }
    }

    public static string Name(FaultKind kind) => kind switch
    {
        FaultKind.TooManyRequests => "too_many_requests",
        FaultKind.ServerError => "server_error",
        FaultKind.HtmlError => "html_error",
        FaultKind.Hang => "hang",
        FaultKind.CutBefore => "cut_before",
        FaultKind.CutAfter => "cut_after",
        FaultKind.DuplicateUpdates => "duplicate_updates",
        FaultKind.RepeatUpdates => "repeat_updates",
        FaultKind.SlowDownload => "slow_download",
        FaultKind.TruncatedDownload => "truncated_download",
        FaultKind.ReorderedWebhook => "reordered_webhook",
    };

    public static FaultKind? Parse(string name)
    {
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            if (Name(kind) == name) return kind;
        }

        return null;
    }
}
