namespace KeyRotation.Migration;

/// <summary>One row of a target as it was read.</summary>
/// <param name="Key">The key, as the driver returned it.</param>
/// <param name="Context">The context columns in canonical form, in their configured order.</param>
/// <param name="Cells">The sealed columns as stored: bytes, text or null.</param>
/// <param name="Sources">When adopting from other columns: what stands there; else empty.</param>
public sealed record TargetRow(IReadOnlyList<object> Key, string[] Context, IReadOnlyList<object?> Cells, IReadOnlyList<object?> Sources)
{
    /// <summary>The context columns as the driver returned them; see <see cref="TargetDefinition.BoundColumns"/>.</summary>
    public IReadOnlyList<object> Bound { get; init; } = [];
}
