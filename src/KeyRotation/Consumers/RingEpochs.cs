using KeyRotation.Keys;

namespace KeyRotation.Consumers;

/// <summary>What a consumer looks at to find out whether its rings are still those of the store, read in one statement.</summary>
/// <param name="Incarnation">Of the store.</param>
/// <param name="KeyTypes">Each with its epoch and activation.</param>
public sealed record RingEpochs(Guid Incarnation, IReadOnlyList<KeyTypeRecord> KeyTypes);
