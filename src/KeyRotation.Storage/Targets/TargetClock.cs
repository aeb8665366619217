using System.Globalization;
using KeyRotation.Nodes;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>Compares the clock of a target's database with the store's. Those of node and store are compared elsewhere.</summary>
internal static class TargetClock
{
    private static readonly Statement Clock = new("select {now}");

    /// <summary>Null where they agree.</summary>
    public static async Task<CountObstacle?> ObstacleAsync(Database target, Database store, CancellationToken cancellationToken)
    {
        if (target.IsSameAs(store))
            return null;
        var before = await ReadAsync(store, cancellationToken).ConfigureAwait(false);
        var there = await ReadAsync(target, cancellationToken).ConfigureAwait(false);
        var after = await ReadAsync(store, cancellationToken).ConfigureAwait(false);
        return ClockSkew.IsRefused(before, there, after)
            ? new CountObstacle(KeepReason.ClockSuspect, string.Create(CultureInfo.InvariantCulture, $"the clock of {target.DisplayName} says {there:yyyy-MM-ddTHH:mm:ssZ}, the store's {after:yyyy-MM-ddTHH:mm:ssZ}; expected at most {ClockSkew.Refusal.TotalSeconds:0} s between them, since it decides which rows have expired. Check its time synchronization."))
            : null;
    }

    private static Task<DateTimeOffset> ReadAsync(Database database, CancellationToken cancellationToken) =>
        database.ReadAsync(async session => (DateTimeOffset)await session.QuerySingleAsync<Instant>(Clock).ConfigureAwait(false), cancellationToken);
}
