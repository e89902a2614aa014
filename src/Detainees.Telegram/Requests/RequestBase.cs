using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A call of one Bot API method, written as its JSON body.</summary>
/// <typeparam name="TResult">What stands in <c>result</c> of the answer.</typeparam>
/// <remarks>Classes for the reason given at <see cref="Update"/>: no <c>ToString</c> prints a message.</remarks>
public abstract class RequestBase<TResult>
{
    private protected RequestBase(string methodName) => MethodName = methodName;

    /// <summary>As the documentation spells it, e.g. <c>sendMessage</c>.</summary>
    [JsonIgnore] public string MethodName { get; }
}
