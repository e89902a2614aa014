namespace Detainees.Telegram;

/// <summary>What became of a call. Never a text of the server's or of an exception: those may hold the token or an answer.</summary>
public abstract record ApiResult<T>
{
    private ApiResult() { }

    public sealed record Ok(T Value) : ApiResult<T>
    {
        public override string ToString() => "ok";
    }

    /// <summary>The server answered, and it is not what was asked for.</summary>
    /// <param name="Code">The answer's error code, which is an HTTP status; the HTTP status where there is no such code.</param>
    /// <param name="RetryAfter">How long to wait, from the answer's body or its header, whichever is longer.</param>
    public sealed record Refused(RefusalKind Kind, int Code, TimeSpan? RetryAfter = null) : ApiResult<T>;

    /// <summary>No answer came.</summary>
    public sealed record NotReached(NotReachedKind Kind) : ApiResult<T>;
}
