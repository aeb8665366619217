namespace KeyRotation.Configuration;

/// <summary>When old key versions are disabled and retired.</summary>
public sealed class RetirementOptions
{
    /// <summary>Whether versions are retired, that is, their wrapped record overwritten in the store. Default false: they stop at disabled.</summary>
    public bool AllowRetire { get; set; }

    /// <summary>Days for which a version is disabled, without an attempt to open something under it, before it is retired. Default 7, range 1 to 365.</summary>
    public int SoftDisableDays { get; set; } = 7;

    /// <summary>The same of a compromised version. Default 1, range 1 to 365.</summary>
    public int CompromisedSoftDisableDays { get; set; } = 1;

    /// <summary>Hours after its seal within which an application has committed a ciphertext. Default 1, range 1 to 168.</summary>
    public int MaxWriteLagHours { get; set; } = 1;
}
