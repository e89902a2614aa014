using System.Collections.Immutable;

namespace Detainees.Opening;

/// <summary>What reading an identity file gave.</summary>
public abstract record IdentityReading
{
    private IdentityReading() { }

    /// <param name="Identities">At least one; the receiver disposes of them.</param>
    /// <param name="WasProtected">Whether a passphrase guards the file.</param>
    public sealed record Read(ImmutableArray<Identity> Identities, bool WasProtected) : IdentityReading;

    /// <summary>The file is protected and no passphrase was given: ask for it.</summary>
    public sealed record PassphraseNeeded : IdentityReading;

    /// <summary>Ask again.</summary>
    public sealed record WrongPassphrase : IdentityReading;

    /// <summary>The file is an age file, sealed to a key and not to a passphrase.</summary>
    public sealed record NotPassphraseProtected : IdentityReading;

    /// <summary>The protected file was changed or cut off.</summary>
    public sealed record Damaged(OpenFailure Reason) : IdentityReading;

    /// <param name="Line">One-based; the line is neither an identity, nor a comment, nor empty. What it says is not repeated anywhere.</param>
    public sealed record BadLine(int Line) : IdentityReading;

    /// <summary>There are comments at most.</summary>
    public sealed record Empty : IdentityReading;

    /// <summary>More than <see cref="IdentityFile.MaxBytes"/>.</summary>
    public sealed record TooLarge : IdentityReading;

    /// <summary>This machine has not the memory that the file's work factor asks for.</summary>
    public sealed record NotEnoughMemory : IdentityReading;
}
