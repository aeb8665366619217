using System.Text.Json;
using KeyRotation.Approvals;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Approvals;

/// <summary>A row of <c>approval</c>.</summary>
internal sealed class ApprovalRow
{
    public const string Columns =
        """
        approval_id as ApprovalId, action as Action, parameters as Parameters, requested_by as RequestedBy, requested_at as RequestedAt,
               expires_at as ExpiresAt, is_approved as IsApproved, decided_by as DecidedBy, decided_at as DecidedAt, decision_reason as DecisionReason,
               ended_at as EndedAt, outcome as Outcome, refusal as Refusal
        """;

    public Uid ApprovalId { get; init; }
    public required string Action { get; init; }
    public required string Parameters { get; init; }
    public required string RequestedBy { get; init; }
    public Instant RequestedAt { get; init; }
    public Instant ExpiresAt { get; init; }
    public int? IsApproved { get; init; }
    public string? DecidedBy { get; init; }
    public Instant? DecidedAt { get; init; }
    public string? DecisionReason { get; init; }
    public Instant? EndedAt { get; init; }
    public string? Outcome { get; init; }
    public string? Refusal { get; init; }

    public static ApprovalRow Of(Approval approval) => new()
    {
        ApprovalId = approval.Id,
        Action = approval.Action.ToSnakeCase(),
        Parameters = JsonSerializer.Serialize(approval.Parameters),
        RequestedBy = approval.RequestedBy,
        RequestedAt = approval.RequestedAt,
        ExpiresAt = approval.ExpiresAt,
        IsApproved = approval.IsApproved is { } isApproved ? isApproved ? 1 : 0 : null,
        DecidedBy = approval.DecidedBy,
        DecidedAt = approval.DecidedAt,
        DecisionReason = approval.DecisionReason,
        EndedAt = approval.EndedAt,
        Outcome = approval.Outcome is null ? null : JsonSerializer.Serialize(approval.Outcome),
        Refusal = approval.Refusal,
    };

    public Approval ToApproval() => new()
    {
        Id = ApprovalId,
        Action = StoredName.Parse<ApprovalAction>(Action, $"The action of approval {ApprovalId.Value}"),
        Parameters = TextsOf(Parameters),
        RequestedBy = RequestedBy,
        RequestedAt = RequestedAt,
        ExpiresAt = ExpiresAt,
        IsApproved = IsApproved is { } isApproved ? isApproved == 1 : null,
        DecidedBy = DecidedBy,
        DecidedAt = DecidedAt,
        DecisionReason = DecisionReason,
        EndedAt = EndedAt,
        Outcome = Outcome is null ? null : TextsOf(Outcome),
        Refusal = Refusal,
    };

    private static Dictionary<string, string> TextsOf(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
}
