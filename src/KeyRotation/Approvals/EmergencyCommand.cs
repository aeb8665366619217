using KeyRotation.Pauses;
using KeyRotation.Rotations;

namespace KeyRotation.Approvals;

/// <summary>An emergency rotation that was approved.</summary>
public sealed class EmergencyCommand(EmergencyService emergencies) : IApprovedCommand
{
    public ApprovalAction Action => ApprovalAction.Emergency;

    public static IReadOnlyDictionary<string, string> ParametersOf(EmergencyRequest request, bool pauseRoutine) => new Dictionary<string, string>
    {
        [ApprovalParameters.KeyType] = request.KeyType,
        [ApprovalParameters.Trigger] = RotationTriggers.NameOf(request.Trigger),
        [ApprovalParameters.Reason] = request.Reason,
        [ApprovalParameters.Compromised] = TextOf(request.Compromised),
        [ApprovalParameters.PauseRoutine] = TextOf(pauseRoutine),
    };

    public async Task<Reply<CommandOutcome>> CarryOutAsync(Approval approval, CancellationToken cancellationToken)
    {
        var given = approval.Parameters;
        var request = new EmergencyRequest(
            given[ApprovalParameters.KeyType], RotationTriggers.Find(given[ApprovalParameters.Trigger]) ?? RotationTrigger.IncidentResponse, given[ApprovalParameters.Reason],
            bool.Parse(given[ApprovalParameters.Compromised]), approval.RequestedBy)
        { Id = approval.Id };
        var opened = await emergencies.StartAsync(request, bool.Parse(given[ApprovalParameters.PauseRoutine]), cancellationToken).ConfigureAwait(false);
        return new CommandOutcome(new Dictionary<string, string>
        {
            [ApprovalParameters.RotationId] = opened.Id.ToString(),
            [ApprovalParameters.IncidentId] = opened.IncidentId.ToString("D"),
        });
    }

    /// <summary>As JSON writes it.</summary>
    private static string TextOf(bool value) => value ? "true" : "false";
}
