namespace KeyRotation.Storage;

/// <summary>Rolls a rehearsed transaction back when all of it was done.</summary>
internal sealed class RehearsedException : Exception;
