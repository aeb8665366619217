namespace KeyRotation.Approvals;

/// <param name="Required">Actions that a second person has to approve.</param>
/// <param name="Within">How long an approval can be given.</param>
public sealed record ApprovalSettings(IReadOnlySet<ApprovalAction> Required, TimeSpan Within);
