namespace KeyRotation.Migration;

/// <summary>An adoption could not begin, or could not go on. The message says why and what to do.</summary>
public sealed class AdoptionException(string message) : Exception(message);
