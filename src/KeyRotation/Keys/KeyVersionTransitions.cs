using static KeyRotation.Keys.KeyVersionState;

namespace KeyRotation.Keys;

/// <summary>Which moves of a key version's state are permitted. Chart: <c>docs/states.md</c>.</summary>
public static class KeyVersionTransitions
{
    private static readonly HashSet<(KeyVersionState From, KeyVersionState To)> Permitted =
    [
        (Pending, Active),
        (Active, Grace),
        (Grace, Disabled),
        (Disabled, Retired),
        (Retired, Destroyed),
        // Its rotation was cancelled, superseded or failed before activation.
        (Pending, Disabled),
        // Rollback: its successor goes from active to grace in the same transaction.
        (Grace, Active),
        // Undone by an operator, or by a consumer that still tried to open something.
        (Disabled, Grace),
    ];

    public static bool IsPermitted(KeyVersionState from, KeyVersionState to) => Permitted.Contains((from, to));
}
