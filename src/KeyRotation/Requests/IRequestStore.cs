using KeyRotation.Audit;
using KeyRotation.Rotations;

namespace KeyRotation.Requests;

/// <summary>Requests made in SQL, as the store has them.</summary>
public interface IRequestStore
{
    /// <summary>Those that nobody has taken up, oldest first.</summary>
    Task<IReadOnlyList<SqlRequest>> ListWaitingAsync(CancellationToken cancellationToken);

    /// <summary>Says what became of a request. A refusal is audited with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="refusal">Null = it was carried out.</param>
    /// <param name="rotation">The rotation that it opened, or that stands in its way.</param>
    /// <param name="event">What is recorded when it was refused.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    Task AnswerAsync(SqlRequest request, Refusal? refusal, RotationId? rotation, AuditEvent @event, DateTimeOffset now, CancellationToken cancellationToken);
}
