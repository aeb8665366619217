namespace KeyRotation.Audit;

/// <summary>What kind of thing is broken in a trail.</summary>
public enum AuditBreakKind
{
    /// <summary>An event's number does not follow the one before: events between were removed.</summary>
    EventsMissing,

    /// <summary>An event's link is not the hash of the event before.</summary>
    LinkMismatch,

    /// <summary>An event's hash is not that of its bytes.</summary>
    HashMismatch,

    /// <summary>An event's hashed bytes are not in canonical form.</summary>
    NotCanonical,

    /// <summary>A column says something else than the hashed bytes.</summary>
    ColumnChanged,

    /// <summary>A lane's head row is not its last event.</summary>
    HeadMismatch,

    /// <summary>A lane ends before an event that a seal knows: its newest events were removed.</summary>
    SealedEventsRemoved,

    /// <summary>A seal knows an event by another hash: the event, or one before it, was changed and the hashes recomputed.</summary>
    SealedHashMismatch,

    /// <summary>A lane that was sealed is gone.</summary>
    LaneRemoved,

    /// <summary>A seal knows less of a lane than the seal before: its newest events were removed before it was made.</summary>
    SealGoesBack,

    /// <summary>A seal's number does not follow the one before: seals between were removed.</summary>
    SealsMissing,

    /// <summary>A seal's link is not the hash of the seal before.</summary>
    SealLinkMismatch,

    /// <summary>A seal's signature does not match: it was changed or forged.</summary>
    SignatureMismatch,

    /// <summary>A seal's bytes are not of the format.</summary>
    NotASeal,

    /// <summary>A seal is signed by a key that is not registered, or is another than the trusted one.</summary>
    UnknownAuditKey,

    /// <summary>The seal that was exported as an anchor is not in the trail, or is another.</summary>
    AnchorMismatch,
}
