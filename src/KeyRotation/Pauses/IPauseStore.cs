using KeyRotation.Audit;

namespace KeyRotation.Pauses;

/// <summary>Pauses as the store has them: the truth that Quartz's own pause state follows.</summary>
public interface IPauseStore
{
    Task<PausesInForce> ListAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the pauses by what <paramref name="change"/> makes of them; one command after the other, in one transaction with its event.</summary>
    /// <param name="change">Pure; null = nothing to change, and nothing is written.</param>
    /// <param name="event">What is recorded when something changed.</param>
    /// <param name="request">The request in SQL that asks for it; taken up in the same transaction, and nothing changes if it was taken up before.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    /// <returns>The pauses as they stand now.</returns>
    Task<PausesInForce> ChangeAsync(Func<PausesInForce, PausesInForce?> change, AuditEvent @event, Guid? request, CancellationToken cancellationToken);
}
