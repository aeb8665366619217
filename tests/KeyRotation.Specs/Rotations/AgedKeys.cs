using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>An active version for each built-in key type, one of them a day older. Of it nothing else is asked: a call that a spec does not foresee is a change of behaviour, and fails it.</summary>
internal sealed class AgedKeys(string oldest) : IKeyStore
{
    public Task<IReadOnlyList<KeyVersion>> ListVersionsAsync(string? keyType, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KeyVersion>>(
            [.. BuiltInKeyTypes.All.Where(policy => keyType is null || policy.Name == keyType).Select(policy => Key.Active(policy.Name, policy.Name == oldest ? "2026-05-01" : "2026-05-02"))]);

    public Task<IReadOnlyList<KeyTypeRecord>> ListKeyTypesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Guid> IncarnationAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
