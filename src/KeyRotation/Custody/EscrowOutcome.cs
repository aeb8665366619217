namespace KeyRotation.Custody;

/// <summary>What came of putting a key version into escrow.</summary>
public enum EscrowOutcome
{
    /// <summary>It is there now, flushed.</summary>
    Stored,

    /// <summary>It was there already, with the same check value.</summary>
    AlreadyThere,

    /// <summary>Another key is there under this version. Nothing was changed.</summary>
    Conflict,

    /// <summary>Something is there that cannot be read; reading it says what is wrong. Nothing was changed.</summary>
    Unreadable,
}
