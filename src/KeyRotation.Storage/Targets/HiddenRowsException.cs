namespace KeyRotation.Storage.Targets;

/// <summary>The login is not shown every row of a target, so what it reads is not what is there.</summary>
public sealed class HiddenRowsException(string message, Exception? refused = null) : Exception(message, refused);
