using KeyRotation.Rotations;

namespace KeyRotation.Approvals;

/// <summary>A rollback that was approved.</summary>
public sealed class RollbackCommand(RotationRollback rollback) : IApprovedCommand
{
    public ApprovalAction Action => ApprovalAction.Rollback;

    public static IReadOnlyDictionary<string, string> ParametersOf(Rotation rotation, string reason) => new Dictionary<string, string>
    {
        [ApprovalParameters.KeyType] = rotation.KeyType,
        [ApprovalParameters.RotationId] = rotation.Id.ToString(),
        [ApprovalParameters.Reason] = reason,
    };

    public async Task<Reply<CommandOutcome>> CarryOutAsync(Approval approval, CancellationToken cancellationToken)
    {
        var id = new RotationId(Guid.ParseExact(approval.Parameters[ApprovalParameters.RotationId], "D"));
        var reply = await rollback.RollBackAsync(id, approval.Parameters[ApprovalParameters.Reason], approval.RequestedBy, cancellationToken).ConfigureAwait(false);
        return reply.IsRefused ? reply.Refusal : new CommandOutcome(new Dictionary<string, string> { [ApprovalParameters.RotationId] = id.ToString() });
    }
}
