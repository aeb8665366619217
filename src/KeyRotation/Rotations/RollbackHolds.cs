namespace KeyRotation.Rotations;

/// <summary>Reads which key types detection leaves alone after a rollback, and until when.</summary>
public sealed class RollbackHolds(IRotationStore rotations, RotationRules rules)
{
    /// <param name="keyTypes">The key types that are asked for.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <returns>When the hold ends, of those that have one, over or not.</returns>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> UntilAsync(IEnumerable<string> keyTypes, CancellationToken cancellationToken)
    {
        var held = new Dictionary<string, DateTimeOffset>();
        foreach (var keyType in keyTypes)
        {
            var last = await rotations.ListAsync(new RotationFilter(keyType, Limit: 1), cancellationToken).ConfigureAwait(false);
            if (RollbackHold.Until(last.SingleOrDefault(), rules.RollbackHoldDays) is { } until)
                held[keyType] = until;
        }
        return held;
    }
}
