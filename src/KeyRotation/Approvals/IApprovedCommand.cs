using KeyRotation.Rotations;

namespace KeyRotation.Approvals;

/// <summary>
/// A command that a second person may have to approve. It may be carried out twice, by a node that took over from one that died, and does then
/// what it would have done once.
/// </summary>
public interface IApprovedCommand
{
    ApprovalAction Action { get; }

    /// <returns>What it set off, by name.</returns>
    Task<Reply<CommandOutcome>> CarryOutAsync(Approval approval, CancellationToken cancellationToken);
}
