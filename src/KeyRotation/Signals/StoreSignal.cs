namespace KeyRotation.Signals;

/// <summary>What a store can say at once to whoever listens.</summary>
public enum StoreSignal
{
    /// <summary>The epoch of a key ring moved.</summary>
    Epoch,

    /// <summary>An emergency rotation was opened, or an open rotation raised to one.</summary>
    Emergency,
}
