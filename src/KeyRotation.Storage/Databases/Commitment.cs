namespace KeyRotation.Storage.Databases;

/// <summary>How a transaction of <see cref="Step"/>s ended.</summary>
/// <param name="Refused">The step that did not hit the rows that it must, so that everything was rolled back; null = committed.</param>
/// <param name="Counted">Rows hit by the steps that were counted, by the name that they are counted as.</param>
internal sealed record Commitment(Step? Refused, IReadOnlyDictionary<string, int> Counted);
