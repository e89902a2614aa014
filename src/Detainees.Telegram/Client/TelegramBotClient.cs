using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Detainees.Telegram;

/// <summary>
/// The Bot API methods that intake needs. Every call ends in an <see cref="ApiResult{T}"/>; the only exception is the
/// caller's own cancellation. Safe for many calls at once.
/// </summary>
/// <remarks>
/// The token is in the address of every call, so addresses reach nothing but the connection: see
/// <see cref="BotRequestMessage"/>, <see cref="TokenHandler"/> and <see cref="BotConnection"/>.
/// </remarks>
public sealed partial class TelegramBotClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly TelegramBotClientOptions options;
    private readonly BotAddresses addresses;
    private readonly HttpMessageInvoker http;
    private readonly TimeProvider clock;

    /// <param name="handler">Another way to the server, for tests; by default a connection pool that leaves no trace.</param>
    /// <param name="clock">For deadlines.</param>
    /// <exception cref="ArgumentException">A setting does not hold; the message names it and never tells its value.</exception>
    public TelegramBotClient(TelegramBotClientOptions options, HttpMessageHandler? handler = null, TimeProvider? clock = null)
    {
        if (options.Problems() is { Count: > 0 } problems)
            throw new ArgumentException($"Not valid: {string.Join(", ", problems)}", nameof(options));
        this.options = options;
        this.clock = clock ?? TimeProvider.System;
        addresses = new BotAddresses(options.ApiRoot, options.Token);
        http = new HttpMessageInvoker(new TokenHandler(handler ?? BotConnection.Create(options)));
    }

    /// <summary>Sends one stored request as it is.</summary>
    /// <returns>The id of the message sent or edited; null for the methods that answer true.</returns>
    public Task<ApiResult<long?>> SendAsync(OutgoingRequest request, CancellationToken cancel) =>
        CallAsync(request.MethodName, JsonBody(request.Body), options.RequestTimeout, AnswerReader.SentMessageId, cancel);

    public void Dispose() => http.Dispose();

    private Task<ApiResult<T>> CallAsync<T>(
        RequestBase<T> request, JsonTypeInfo contract, ResultReader<T> reader, CancellationToken cancel, TimeSpan? timeout = null) =>
        CallAsync(
            request.MethodName, JsonBody(JsonSerializer.SerializeToUtf8Bytes(request, contract)),
            timeout ?? options.RequestTimeout, reader, cancel);

    // Not from a pool: when the server answers before it has read everything, the connection may still be reading the
    // body after the call has ended, and somebody else's message must not be what it reads then.
    private static ReadOnlyMemoryContent JsonBody(ReadOnlyMemory<byte> body) => new(body) { Headers = { ContentType = Json } };

    private async Task<ApiResult<T>> CallAsync<T>(
        string method, HttpContent body, TimeSpan timeout, ResultReader<T> reader, CancellationToken cancel)
    {
        using var request = addresses.ForMethod(method);
        request.Content = body;
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            using var answer = new AnswerBuffer();
            await using var content = await response.Content.ReadAsStreamAsync(either.Token);
            if (!await answer.FillAsync(content, either.Token))
                return new ApiResult<T>.Refused(RefusalKind.Malformed, (int)response.StatusCode);
            return AnswerReader.Read(answer.Written, (int)response.StatusCode, RetryAfter(response.Headers.RetryAfter), reader);
        }
        catch (Exception failure) when (Transport<T>(failure, cancel) is { } result)
        {
            return result;
        }
    }

    /// <summary>What an exception of the connection means; null for one that is not the connection's.</summary>
    private static ApiResult<T>.NotReached? Transport<T>(Exception failure, CancellationToken cancel) => failure switch
    {
        OperationCanceledException when cancel.IsCancellationRequested => null,
        OperationCanceledException => new(NotReachedKind.TimedOut),
        HttpRequestException http => new(KindOf(http.HttpRequestError)),
        IOException => new(NotReachedKind.Cut), // the answer broke off
        _ => null,
    };

    private static NotReachedKind KindOf(HttpRequestError error) =>
        error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError
            ? NotReachedKind.NoConnection
            : NotReachedKind.Cut;

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta is { } delta ? Clamp(delta)
        : header?.Date is { } date ? Clamp(date - clock.GetUtcNow())
        : null;

    private static TimeSpan Clamp(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait;
}
