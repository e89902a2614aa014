using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Detainees.Phone.Tests;

/// <summary>One delivery; the test decides how it is answered.</summary>
internal sealed record Delivery(JsonObject Update, string? Secret, TaskCompletionSource<(int Status, string Body, int? RetryAfter)> Answer)
{
    public void Take(int status = 200, string body = "", int? retryAfter = null) => Answer.SetResult((status, body, retryAfter));
}

/// <summary>A bot's webhook on loopback.</summary>
internal sealed class WebhookReceiver(WebApplication app, Channel<Delivery> deliveries) : IAsyncDisposable
{
    public ChannelReader<Delivery> Deliveries => deliveries.Reader;
    public string Url { get; } = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var deliveries = Channel.CreateUnbounded<Delivery>();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var delivery = new Delivery(
                JsonNode.Parse(await reader.ReadToEndAsync(context.RequestAborted))!.AsObject(),
                context.Request.Headers["X-Telegram-Bot-Api-Secret-Token"],
                new TaskCompletionSource<(int, string, int?)>(TaskCreationOptions.RunContinuationsAsynchronously));
            Wire.Check("Update", delivery.Update);
            await deliveries.Writer.WriteAsync(delivery, context.RequestAborted);
            var (status, body, retryAfter) = await delivery.Answer.Task.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            if (retryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString("D", null);
            await context.Response.WriteAsync(body, context.RequestAborted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new WebhookReceiver(app, deliveries);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
