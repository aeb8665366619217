namespace KeyRotation.Storage.Schema;

/// <summary>The registry of key types and the configuration contradict each other.</summary>
public sealed class KeyIdConflictException(string message) : Exception(message);
