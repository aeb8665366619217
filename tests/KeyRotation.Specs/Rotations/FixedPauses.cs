using KeyRotation.Audit;
using KeyRotation.Pauses;

namespace KeyRotation.Specs.Rotations;

/// <summary>Pauses that stay as they are. Of it nothing else is asked: a call that a spec does not foresee is a change of behaviour, and fails it.</summary>
internal sealed class FixedPauses(PausesInForce pauses) : IPauseStore
{
    public Task<PausesInForce> ListAsync(CancellationToken cancellationToken) => Task.FromResult(pauses);

    public Task<PausesInForce> ChangeAsync(Func<PausesInForce, PausesInForce?> change, AuditEvent @event, Guid? request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
