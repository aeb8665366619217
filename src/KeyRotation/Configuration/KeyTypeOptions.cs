namespace KeyRotation.Configuration;

/// <summary>One key type. What is left out keeps the built-in default; a key type of one's own needs the days.</summary>
public sealed class KeyTypeOptions
{
    /// <summary>Days after which the active version is due. 1 to 3650.</summary>
    public int? RotationDays { get; set; }

    /// <summary>Days for which the old version stays readable. 0 to 3650.</summary>
    public int? GraceDays { get; set; }

    /// <summary><c>high</c>, <c>medium</c> or <c>low</c>.</summary>
    public string? Priority { get; set; }

    /// <summary>The number in every ciphertext, from 1000 up; left out = the store assigns one. Not for built-in key types.</summary>
    public int? KeyId { get; set; }

    /// <summary><c>columns</c>, <c>files</c>, <c>sessions</c> or <c>signatures</c>. Left out = columns. Not for built-in key types.</summary>
    public string? Protects { get; set; }

    /// <summary>Key types that it must not overlap with, and that go first where both are due. Default none.</summary>
    public List<string> RotateAfter { get; set; } = [];

    public List<TargetOptions> Targets { get; set; } = [];
}
