using System.Text.Json.Nodes;
using Detainees.Phone.Chats;

namespace Detainees.Phone.Bot;

/// <summary>getUpdates: one poll at a time, waiting up to 50 seconds of the phone's clock.</summary>
/// <remarks>telegram-bot-api, Client.cpp <c>do_get_updates</c>.</remarks>
internal sealed class UpdatePolls(PhoneWorld world)
{
    private const int LongestSeconds = 50;
    private const string WebhookActive = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    private const string OtherPoll = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";

    private long poll;
    private long lastOffset;
    private DateTimeOffset lastStart = DateTimeOffset.MinValue;

    public async Task<BotReply> GetAsync(BotRequest request, CancellationToken cancel)
    {
        long mine;
        DateTimeOffset until;
        var offset = request.Number("offset") ?? 0;
        var limit = (int)Math.Clamp(request.Number("limit") ?? 100, 1, 100);
        var seconds = Math.Clamp(request.Number("timeout") ?? 0, 0, LongestSeconds);
        lock (world.Gate)
        {
            if (world.Webhook.Url is not null) return new BotReply.Failed(409, WebhookActive);
            if (OtherMethods.Allow(world, request) is { } failed) return failed;
            mine = ++poll;
            world.Updates.Signal(); // the poll before this one learns that it is over
            var now = world.Clock.Now;
            if (world.Options.SlowsRepeatedPolls && offset == lastOffset)
            {
                if (now < lastStart + TimeSpan.FromSeconds(0.5)) limit = 1;
                if (now < lastStart + TimeSpan.FromSeconds(3)) seconds = Math.Max(seconds, 3);
            }

            lastOffset = offset;
            lastStart = now;
            until = now + TimeSpan.FromSeconds(seconds);
        }

        var confirms = world.Faults.Take(Web.FaultKind.RepeatUpdates, "getUpdates") is null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, world.Stopping);
        while (true)
        {
            Task changed;
            lock (world.Gate)
            {
                if (world.Webhook.Url is not null) return new BotReply.Failed(409, "Conflict: terminated by setWebhook request");
                if (mine != poll) return new BotReply.Failed(409, OtherPoll);
                var updates = world.Updates.Get(offset, limit, world.Clock.Now, confirms);
                // A negative offset has done its work at the first look; from then on it stands for "all that is left".
                if (offset < 0 && confirms) offset = updates.Count > 0 ? updates[0].Id : 0;
                if (updates.Count > 0 || world.Clock.Now >= until) return new BotReply.Ok(new JsonArray([.. updates.Select(u => u.Json.DeepClone())]));
                changed = world.Updates.Changed.Task;
            }

            await world.Clock.WaitAsync(changed, until, stop.Token);
        }
    }
}
