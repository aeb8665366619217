namespace KeyRotation.Approvals;

/// <param name="Details">What an approved command set off, by name.</param>
public sealed record CommandOutcome(IReadOnlyDictionary<string, string> Details);
