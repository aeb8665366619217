using KeyRotation.Keys;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Approvals;

/// <summary>Four eyes: keeps a command until a second person has said yes, and then carries it out (docs/approvals.md).</summary>
public sealed partial class ApprovalService(
    IApprovalStore store, IEnumerable<IApprovedCommand> commands, ApprovalSettings settings, TimeProvider time, ILogger<ApprovalService> logger)
{
    private readonly Dictionary<ApprovalAction, IApprovedCommand> _commands = commands.ToDictionary(command => command.Action);

    public bool IsRequiredFor(ApprovalAction action) => settings.Required.Contains(action);

    /// <param name="action">What is to be done.</param>
    /// <param name="parameters">With what, by the names of the fields.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="id">The approval's id, so that a request carried out twice asks once; null = a new one.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    public async Task<Approval> RequestAsync(ApprovalAction action, IReadOnlyDictionary<string, string> parameters, string by, Guid? id, CancellationToken cancellationToken)
    {
        if (id is { } known && await store.FindAsync(known, cancellationToken).ConfigureAwait(false) is { } present)
            return present;
        var now = time.GetUtcNow();
        var approval = new Approval
        {
            Id = id ?? Guid.CreateVersion7(now),
            Action = action,
            Parameters = parameters,
            RequestedBy = by,
            RequestedAt = now,
            ExpiresAt = now + settings.Within,
        };
        await store.InsertAsync(approval, ApprovalEvents.Requested(approval), cancellationToken).ConfigureAwait(false);
        LogRequested(logger, approval.Id, action, by, approval.ExpiresAt);
        return approval;
    }

    /// <summary>Says yes or no. A yes carries the command out; sent again, it finds it carried out, or carries it out.</summary>
    public async Task<Reply<Approval>> DecideAsync(Guid id, bool approve, string reason, string by, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } approval)
            return ApprovalRefusals.NoSuchApproval(id.ToString("D"));
        var now = time.GetUtcNow();
        if (ApprovalRules.RefusalOf(approval, approve, by, now) is { } refusal)
            return refusal;
        if (approval.IsApproved is null)
        {
            var decided = approval with { IsApproved = approve, DecidedBy = by, DecidedAt = now, DecisionReason = reason };
            if (!await store.TryDecideAsync(decided, ApprovalEvents.Decided(decided), cancellationToken).ConfigureAwait(false))
                return await DecideAsync(id, approve, reason, by, cancellationToken).ConfigureAwait(false);
            LogDecided(logger, id, approval.Action, approve ? "approved" : "rejected", by, reason);
            approval = decided;
        }
        return approve && approval.EndedAt is null && !Rehearsal.IsOn ? await CarryOutAsync(approval, cancellationToken).ConfigureAwait(false) : approval;
    }

    /// <summary>Carries out what was approved by a process that died before it had done so.</summary>
    /// <param name="minimumAge">Younger ones are left to the process that has them in hand.</param>
    /// <param name="cancellationToken">Ends the work between two commands.</param>
    /// <exception cref="AggregateException">Some could not be carried out; the others were.</exception>
    public async Task CarryOutLeftAsync(TimeSpan minimumAge, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var approval in await store.ListUnendedAsync(cancellationToken).ConfigureAwait(false))
            if ((time.GetUtcNow() - approval.DecidedAt!.Value).Duration() >= minimumAge)
                try
                {
                    await CarryOutAsync(approval, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    failures.Add(failure);
                }
        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private async Task<Approval> CarryOutAsync(Approval approval, CancellationToken cancellationToken)
    {
        var reply = await RunAsync(approval, cancellationToken).ConfigureAwait(false);
        var ended = approval with { EndedAt = time.GetUtcNow(), Outcome = reply.IsRefused ? null : reply.Value.Details, Refusal = reply.Refusal?.Detail };
        if (await store.TryEndAsync(ended, ApprovalEvents.Ended(ended), cancellationToken).ConfigureAwait(false))
            LogEnded(logger, approval.Id, approval.Action, reply.Refusal?.Detail ?? "carried out");
        // As it is stored, whoever was first: the answer is the same each time.
        return await store.FindAsync(approval.Id, cancellationToken).ConfigureAwait(false) ?? ended;
    }

    private async Task<Reply<CommandOutcome>> RunAsync(Approval approval, CancellationToken cancellationToken)
    {
        try
        {
            return await _commands[approval.Action].CarryOutAsync(approval, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyTypeUnknownException gone)
        {
            // It was there when the command was given: no later attempt goes better.
            return new Refusal(RefusalKind.NotFound, "key_type_unknown", gone.Message);
        }
    }

    [LoggerMessage(2951, LogLevel.Warning, "Approval {Approval}: {Action} is asked for by {By}; a second person has until {ExpiresAt:O}")]
    private static partial void LogRequested(ILogger logger, Guid approval, ApprovalAction action, string by, DateTimeOffset expiresAt);

    [LoggerMessage(2952, LogLevel.Warning, "Approval {Approval}: {Action} is {Decision} by {By}. {Reason}")]
    private static partial void LogDecided(ILogger logger, Guid approval, ApprovalAction action, string decision, string by, string reason);

    [LoggerMessage(2953, LogLevel.Warning, "Approval {Approval}: {Action}: {Outcome}")]
    private static partial void LogEnded(ILogger logger, Guid approval, ApprovalAction action, string outcome);
}
