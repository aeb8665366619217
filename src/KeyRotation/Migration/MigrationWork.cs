using KeyRotation.Claims;

namespace KeyRotation.Migration;

/// <summary>One pass over the targets of a rotation or of an adoption.</summary>
/// <param name="Id">The rotation or the adoption.</param>
/// <param name="KeyType">Of its targets.</param>
/// <param name="Pass">0 migrates; 1 and more sweep and verify.</param>
/// <param name="Kind">What its batches do.</param>
/// <param name="Mode">The same, with what only this process knows.</param>
public sealed record MigrationWork(Guid Id, string KeyType, int Pass, RangeKind Kind, ResealMode Mode)
{
    /// <summary>The version that everything is sealed under; null = the one that is active at each batch.</summary>
    public int? ToVersion { get; init; }

    /// <summary>Batch size and pace, where they differ from the configured ones.</summary>
    public MigrationTempo Tempo { get; init; } = MigrationTempo.Configured;

    /// <summary>Asked before each batch, and while others are waited for. False: the pass stops at the batch boundary.</summary>
    /// <exception cref="ClaimLostException">What the pass is run under belongs to somebody else by now.</exception>
    public required Func<CancellationToken, Task<bool>> MayGoOnAsync { get; init; }
}
