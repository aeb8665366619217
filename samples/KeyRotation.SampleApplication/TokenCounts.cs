namespace KeyRotation.SampleApplication;

/// <summary>Rows since the application started.</summary>
/// <param name="Sealed">Written and committed.</param>
/// <param name="Opened">Read back and found to say what was written.</param>
/// <param name="Failed">Not written, or not to be read back.</param>
public readonly record struct TokenCounts(long Sealed, long Opened, long Failed);
