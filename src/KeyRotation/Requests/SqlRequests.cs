using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Configuration;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Requests;

/// <summary>
/// Takes up what was asked for in SQL, one node at a time, in the order of asking. Killed in between, a request is carried out
/// once: a pause takes its request up in its own transaction, and a rotation has its request's id.
/// </summary>
public sealed partial class SqlRequests(
    IRequestStore store, IClaimStore claims, PauseService pauses, RotationRequests rotations, KeyTypePolicies policies, TimeProvider time, ILogger<SqlRequests> logger)
{
    private const string Claim = "requests";

    public async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        if ((await store.ListWaitingAsync(cancellationToken).ConfigureAwait(false)).Count == 0)
            return;
        if (await claims.TryTakeAsync(Claim, cancellationToken).ConfigureAwait(false) is not { } claim)
            return;
        try
        {
            await TakeUpAsync(await store.ListWaitingAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>One that cannot be carried out keeps none of the others waiting; it is tried again with the next look.</summary>
    /// <exception cref="AggregateException">Some could not be carried out; the others were.</exception>
    private async Task TakeUpAsync(IReadOnlyList<SqlRequest> waiting, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var request in waiting)
            try
            {
                await TakeUpAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or ClaimLostException))
            {
                failures.Add(failure);
            }
        if (failures.Count > 0)
            throw new AggregateException($"{failures.Count} of {waiting.Count} requests made in SQL could not be carried out.", failures);
    }

    private async Task TakeUpAsync(SqlRequest request, CancellationToken cancellationToken)
    {
        var reply = await CarryOutAsync(request, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        await store.AnswerAsync(request, reply.Refusal, reply.Rotation, Refused(request, reply.Refusal, now), now, cancellationToken).ConfigureAwait(false);
        LogAnswered(logger, request.Kind, request.KeyType ?? Pause.Everything, request.Login, reply.Refusal?.Detail ?? "accepted");
    }

    private async Task<(Refusal? Refusal, RotationId? Rotation)> CarryOutAsync(SqlRequest request, CancellationToken cancellationToken)
    {
        if (request.KeyType is { } named && policies.Find(named) is null)
            return (Unknown("key_type_unknown", $"There is no key type '{named}'. {NearestName.Suggestion(named, policies.Names)}"), null);
        switch (request.Kind)
        {
            case SqlRequest.Pause when request.Until <= time.GetUtcNow():
                return (Unknown("until_is_over", "The end of the pause is not in the future."), null);
            case SqlRequest.Pause:
                await pauses.PauseAsync(request.KeyType, request.Reason, request.Until, request.Actor, request.Id, cancellationToken).ConfigureAwait(false);
                return (null, null);
            case SqlRequest.Resume:
                await pauses.ResumeAsync(request.KeyType, request.Actor, request.Id, cancellationToken).ConfigureAwait(false);
                return (null, null);
            case SqlRequest.Rotation when request.KeyType is { } keyType:
                return await RotateAsync(request, keyType, cancellationToken).ConfigureAwait(false);
            default:
                return (Unknown("request_unknown", $"A request of kind '{request.Kind}' for {request.KeyType ?? "no key type"} is none that this version knows."), null);
        }
    }

    private async Task<(Refusal? Refusal, RotationId? Rotation)> RotateAsync(SqlRequest request, string keyType, CancellationToken cancellationToken)
    {
        var name = request.Trigger ?? RotationTriggers.NameOf(RotationTrigger.PlannedMaintenance);
        if (!RotationTriggers.TryParse(name, out var trigger, out var unknown))
            return (Unknown("trigger_unknown", unknown.Message), null);
        var reply = await rotations.ScheduleAsync(
            new ScheduleRequest(keyType, trigger, null, request.Reason, null, request.Actor) { Id = new RotationId(request.Id) }, cancellationToken).ConfigureAwait(false);
        return (reply.Refusal, reply.IsRefused ? reply.Refusal.Rotation : reply.Value.Id);
    }

    private static Refusal Unknown(string code, string detail) => new(RefusalKind.Invalid, code, detail);

    private static AuditEvent Refused(SqlRequest request, Refusal? refusal, DateTimeOffset now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        OccurredAt = now,
        Action = AuditActions.RequestRefused,
        Outcome = AuditOutcome.Failure,
        Actor = request.Actor,
        ErrorDetails = refusal?.Detail,
        Details = new Dictionary<string, string> { ["request"] = request.Id.ToString(), ["kind"] = request.Kind, ["key_type"] = request.KeyType ?? "all" },
    };

    [LoggerMessage(2501, LogLevel.Information, "Request in SQL: {Kind} {KeyType} by {Login}: {Answer}")]
    private static partial void LogAnswered(ILogger logger, string kind, string keyType, string login, string answer);
}
