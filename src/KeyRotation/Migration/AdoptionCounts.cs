namespace KeyRotation.Migration;

/// <summary>What a dry run of an adoption found. Values, not rows, but for <see cref="Rows"/>.</summary>
public sealed class AdoptionCounts
{
    public long Rows { get; set; }

    public long ToSeal { get; set; }

    /// <summary>In the envelope already.</summary>
    public long Sealed { get; set; }

    /// <summary>NULL: nothing to seal.</summary>
    public long Empty { get; set; }

    /// <summary>Damaged envelopes, and values that are not in the given format.</summary>
    public long Unreadable { get; set; }

    /// <summary>Their ciphertext does not fit into the column.</summary>
    public long TooLong { get; set; }
}
