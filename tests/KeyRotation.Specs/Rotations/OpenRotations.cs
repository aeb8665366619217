using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

/// <summary>A store that lists these open rotations.</summary>
internal sealed class OpenRotations(params Rotation[] open) : NoRotations
{
    public override Task<IReadOnlyList<Rotation>> ListOpenAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Rotation>>(open);
}
