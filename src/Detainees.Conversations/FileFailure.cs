namespace Detainees.Conversations;

/// <summary>Why a file could not be kept.</summary>
public enum FileFailure
{
    /// <summary>Larger than the channel hands over or than we keep.</summary>
    TooBig,

    /// <summary>The channel no longer has it.</summary>
    Gone,

    /// <summary>The channel refused to hand it over.</summary>
    Refused,

    /// <summary>We have no room for it now.</summary>
    NoRoom,
}
