using KeyRotation.Claims;

namespace KeyRotation.Migration;

/// <summary>One pass over the targets of a rotation or of an adoption.</summary>
/// <param name="Id">The rotation or the adoption.</param>
/// <param name="KeyType">Of its targets.</param>
/// <param name="Pass">0 migrates; 1 and more sweep and verify, or belong to a rollback.</param>
/// <param name="Kind">What its batches do.</param>
/// <param name="Mode">The same, with what only this process knows.</param>
public sealed record MigrationWork(Guid Id, string KeyType, int Pass, RangeKind Kind, ResealMode Mode)
{
    /// <summary>The version that everything is sealed under; null = the one that is active at each batch.</summary>
    public int? ToVersion { get; init; }

    /// <summary>The pass whose ranges later ones repeat; it cuts the targets itself. Default 0.</summary>
    public int FirstPass { get; init; }

    /// <summary>Batch size and pace, where they differ from the configured ones; asked before each batch, since an operator may change them.</summary>
    public Func<CancellationToken, Task<MigrationTempo>> TempoAsync { get; init; } = _ => Task.FromResult(MigrationTempo.Configured);

    /// <summary>Asked before each batch, and while others are waited for. False: the pass stops at the batch boundary.</summary>
    /// <exception cref="ClaimLostException">What the pass is run under belongs to somebody else by now.</exception>
    public required Func<CancellationToken, Task<bool>> MayGoOnAsync { get; init; }

    /// <summary>
    /// Renews the claims at once: between two samples of a plan, which may take long, and when a range was taken away, since all of the work
    /// may have been, and somebody waits until this process lets go of it.
    /// </summary>
    /// <exception cref="ClaimLostException">It was.</exception>
    public Func<CancellationToken, Task> ProveClaimsAsync { get; init; } = _ => Task.CompletedTask;
}
