namespace KeyRotation.Alerts;

/// <summary>Which alerts to list, the latest first.</summary>
/// <param name="IsOpen">Null = open and past ones.</param>
/// <param name="KeyType">Null = of all, and of none.</param>
/// <param name="Before">Only those opened before this one, for the next page; null = from the latest.</param>
/// <param name="Limit">1 to 500.</param>
public sealed record AlertFilter(bool? IsOpen = null, string? KeyType = null, Guid? Before = null, int Limit = 50);
