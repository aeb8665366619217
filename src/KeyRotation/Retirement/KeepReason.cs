namespace KeyRotation.Retirement;

/// <summary>Why a version is kept as it is. The names, in snake_case, are for programs and never change; <c>docs/retirement.md</c> explains each.</summary>
public enum KeepReason
{
    /// <summary>It encrypts.</summary>
    Active,

    /// <summary>Its rotation has not activated it yet.</summary>
    Pending,

    /// <summary>Its grace period runs.</summary>
    GracePeriod,

    /// <summary>It is disabled, and its days without an attempt to open something are not over.</summary>
    SoftDisablePeriod,

    /// <summary>Live consumers have not read that it is disabled, so they open under it and are refused nothing.</summary>
    DisablingUnread,

    /// <summary>The configuration lets versions be disabled, not retired.</summary>
    RetireNotAllowed,

    /// <summary>The clocks do not prove that its date has passed, or that rows have expired.</summary>
    ClockSuspect,

    /// <summary>A rotation of its key type is open.</summary>
    RotationOpen,

    /// <summary>An adoption, or another piece of work that writes ciphertext of its key type, is not over.</summary>
    WriterAtWork,

    /// <summary>Consumers could still encrypt under it.</summary>
    Consumers,

    /// <summary>The store was restored to an older copy, and consumers that it lost could still encrypt under it.</summary>
    StoreRestored,

    /// <summary>What a consumer sealed under it just before it acknowledged a later activation may not be committed yet.</summary>
    WriteLag,

    /// <summary>What its key type protects is not in registered targets, so no count proves anything.</summary>
    NotCountable,

    /// <summary>A registered target is not in this node's configuration, so this node cannot count it.</summary>
    TargetsMissing,

    /// <summary>A registered target is elsewhere than this node is configured with, so what this node counts is not what is registered.</summary>
    TargetsDiffer,

    /// <summary>Quarantined ciphertexts name it.</summary>
    Quarantined,

    /// <summary>The references were not counted since all else held.</summary>
    CensusMissing,

    /// <summary>A target could not be counted to its end.</summary>
    CensusFailed,

    /// <summary>A transaction in a target is older than the last acknowledgement, and could still write under it.</summary>
    TransactionsOpen,

    /// <summary>Whether such a transaction is open cannot be seen.</summary>
    TransactionsUnknown,

    /// <summary>Ciphertexts name it.</summary>
    References,

    /// <summary>Ciphertexts whose header cannot be read could be of any version.</summary>
    Unreadable,

    /// <summary>Escrow does not give it back, or what it gives does not open: the store's copy may be the last.</summary>
    EscrowUnproved,

    /// <summary>It, or what it depends on, changed between the count and the commit; the next run looks again.</summary>
    ChangedMeanwhile,

    /// <summary>Another process retires versions of this key type at this moment.</summary>
    InHandElsewhere,
}
