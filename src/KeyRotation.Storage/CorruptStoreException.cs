namespace KeyRotation.Storage;

/// <summary>The store holds something that no version of the product writes there.</summary>
public sealed class CorruptStoreException(string message) : Exception(message);
