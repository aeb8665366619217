namespace KeyRotation.Audit;

/// <summary>The first thing that is broken in a trail.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Text">Where it is and what it means, for people.</param>
public sealed record AuditBreak(AuditBreakKind Kind, string Text)
{
    /// <summary>The lane; null when it is a seal that is broken.</summary>
    public int? Lane { get; init; }

    /// <summary>The event's number in the lane.</summary>
    public long? Seq { get; init; }

    /// <summary>The seal's number, where a seal is broken or proves the break.</summary>
    public long? Seal { get; init; }

    /// <summary>What had to be there; hashes in hexadecimal.</summary>
    public string? Expected { get; init; }

    /// <summary>What is there.</summary>
    public string? Actual { get; init; }

    public override string ToString() => Expected is null ? Text : $"{Text} Expected {Expected}, found {Actual}.";
}
