using KeyRotation.Retirement;

namespace KeyRotation.Api.Retirement;

/// <summary>What a cleanup did with each version, or why it is kept.</summary>
/// <param name="DryRun">True: nothing was changed.</param>
/// <param name="Items">One for each version that was looked at.</param>
internal sealed record CleanupDto(bool DryRun, IReadOnlyList<RetirementReport> Items);
