namespace KeyRotation.Api.Approvals;

/// <summary>The answer to a command that a second person has to approve first: nothing is done yet.</summary>
internal sealed record ApprovalNeededDto(ApprovalDto Approval);
