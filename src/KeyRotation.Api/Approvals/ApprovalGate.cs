using KeyRotation.Api.Access;
using KeyRotation.Api.Idempotency;
using KeyRotation.Approvals;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Approvals;

/// <summary>Keeps a command that a second person has to approve. A dry run is nobody's to approve.</summary>
internal sealed class ApprovalGate(ApprovalService approvals, TimeProvider time)
{
    public bool IsClosedFor(ApprovalAction action) => approvals.IsRequiredFor(action) && !Rehearsal.IsOn;

    public async Task<IResult> AskAsync(HttpContext context, ApprovalAction action, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var approval = await approvals.RequestAsync(action, parameters, context.Actor(), Operation.Of(context), cancellationToken).ConfigureAwait(false);
        return TypedResults.Accepted($"{ApiRoutes.Root}/approvals/{approval.Id:D}", new ApprovalNeededDto(ApprovalDto.Of(approval, time.GetUtcNow())));
    }
}
