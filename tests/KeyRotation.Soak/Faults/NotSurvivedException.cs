namespace KeyRotation.Soak.Faults;

/// <summary>A fault saw what must not be.</summary>
public sealed class NotSurvivedException(string message) : Exception(message);
