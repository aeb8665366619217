namespace KeyRotation.Soak.Faults;

/// <summary>A fault did not come about, and says why.</summary>
public sealed class NoOccasionException(string why) : Exception(why);
