using static KeyRotation.Rotations.RotationState;

namespace KeyRotation.Rotations;

/// <summary>Which moves of a rotation's state are permitted. Chart: <c>docs/states.md</c>.</summary>
public static class RotationTransitions
{
    private static readonly HashSet<(RotationState From, RotationState To)> Permitted =
    [
        (Scheduled, Generating),
        (Generating, Propagating),
        (Propagating, Migrating),
        // A first key has no predecessor, so nothing to migrate.
        (Propagating, Completed),
        (Migrating, Verifying),
        (Verifying, Completed),

        (Generating, Failed),
        (Propagating, Failed),
        (Migrating, Failed),
        (Verifying, Failed),

        // Retried: back to where it stopped.
        (Failed, Generating),
        (Failed, Propagating),
        (Failed, Migrating),
        (Failed, Verifying),
        // Accepted as partial.
        (Failed, Completed),
        (Failed, RollingBack),
        (RollingBack, RolledBack),
        // Its own retries are used up; it is retried back to rolling_back, and to no other.
        (RollingBack, Failed),
        // A security officer takes it with rows in quarantine that name the version that was rolled back.
        (Failed, RolledBack),

        (Scheduled, Cancelled),
        (Generating, Cancelled),
        (Propagating, Cancelled),

        // An emergency takes over.
        (Scheduled, Superseded),
        (Generating, Superseded),
        (Propagating, Superseded),
        (Migrating, Superseded),
        (Verifying, Superseded),
        (Failed, Superseded),
        (RollingBack, Superseded),
    ];

    public static bool IsPermitted(RotationState from, RotationState to) => Permitted.Contains((from, to));

    /// <exception cref="InvalidOperationException">The move is none of the chart.</exception>
    public static void Require(RotationState from, RotationState to)
    {
        if (from != to && !IsPermitted(from, to))
            throw new InvalidOperationException($"A rotation never goes from {from} to {to}; see docs/states.md.");
    }
}
