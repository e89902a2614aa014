using System.Collections.Immutable;

namespace Detainees.Conversations;

/// <summary>What the person is being asked now.</summary>
/// <param name="Nonce">Six letters, fresh for every prompt; a button with another one is stale.</param>
public abstract record Prompt(string Nonce)
{
    /// <summary>Never the content.</summary>
    public override string ToString() => "prompt";

    /// <param name="Path">The node.</param>
    /// <param name="Page">Zero-based page of a long list.</param>
    /// <param name="Search">What was typed to find a choice.</param>
    /// <param name="Picked">Choices toggled or ranked so far, by name.</param>
    /// <param name="Offered">Stored values to choose from, where what was typed could mean several.</param>
    /// <param name="Date">The date of a dateTime whose time is still to come, <c>YYYY-MM-DD</c>.</param>
    /// <param name="Guidance">Whether the longer explanation is open.</param>
    public sealed record Question(
        string Nonce, string Path, int Page, string? Search, ImmutableArray<string> Picked, ImmutableArray<string> Offered, string? Date,
        bool Guidance) : Prompt(Nonce)
    {
        /// <summary>A story in several messages: what comes is added to the answer, until "Done" or "Write it anew".</summary>
        public bool Collecting { get; init; }

        public override string ToString() => nameof(Question);
    }

    /// <summary>A small group in one message.</summary>
    /// <param name="Path">The group, or the item of a repeat.</param>
    /// <param name="Guidance">Whether the longer explanations are open.</param>
    public sealed record Together(string Nonce, string Path, bool Guidance) : Prompt(Nonce)
    {
        public override string ToString() => nameof(Together);
    }

    /// <summary>Add one, or one more?</summary>
    public sealed record Repeat(string Nonce, string Path) : Prompt(Nonce)
    {
        public override string ToString() => nameof(Repeat);
    }

    /// <param name="Page">Zero-based.</param>
    public sealed record Review(string Nonce, int Page) : Prompt(Nonce)
    {
        public override string ToString() => nameof(Review);
    }

    /// <param name="Path">The item, for <see cref="Confirmation.DeleteItem"/>; empty for the others.</param>
    public sealed record Confirm(string Nonce, Confirmation What, string Path) : Prompt(Nonce)
    {
        public override string ToString() => nameof(Confirm);
    }

    /// <summary>Continue where it was, or start over?</summary>
    public sealed record Resume(string Nonce) : Prompt(Nonce)
    {
        public override string ToString() => nameof(Resume);
    }

    public sealed record Languages(string Nonce) : Prompt(Nonce)
    {
        public override string ToString() => nameof(Languages);
    }

    /// <summary>"Send" was confirmed while files are under way; it goes by itself when the last is safe.</summary>
    public sealed record Waiting(string Nonce) : Prompt(Nonce)
    {
        public override string ToString() => nameof(Waiting);
    }
}

/// <summary>What a <see cref="Prompt.Confirm"/> asks.</summary>
public enum Confirmation
{
    Send,
    Cancel,
    Erase,
    StartOver,
    DeleteItem,
}
