namespace KeyRotation.FaultApplication;

/// <summary>
/// A row is sealed under a version that the store does not know. So it is for a while in a store that was restored to an older copy, until a
/// node has brought the version back; where it stays so, the row is lost.
/// </summary>
public sealed class VersionUnknownException(uint version) : Exception($"It does not open: the store does not know version {version}.");
