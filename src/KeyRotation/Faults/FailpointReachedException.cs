namespace KeyRotation.Faults;

/// <summary>A failpoint was told to throw.</summary>
public sealed class FailpointReachedException(string point) : Exception($"Failpoint {point} was reached; {Failpoints.Variable} says that it throws.");
