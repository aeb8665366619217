using System.Collections.Concurrent;
using System.Text.Json;
using KeyRotation.Api.Rotations;
using KeyRotation.Rotations;
using KeyRotation.Status;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace KeyRotation.Api.Streams;

/// <summary>
/// Rotations as their followers see them, read once a second however many follow one: a thousand streams ask the store for no more than one does.
/// </summary>
internal sealed class RotationSnapshots(RotationReader rotations, IOptions<JsonOptions> json, TimeProvider time)
{
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<RotationId, Reading> _readings = [];

    /// <summary>At most <see cref="Interval"/> old; null when there is no such rotation.</summary>
    public Task<RotationSnapshot?> ReadAsync(RotationId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var reading in _readings.Where(reading => !IsFresh(reading.Value, now)))
            _readings.TryRemove(reading);
        return _readings.AddOrUpdate(id, New, (_, present) => IsFresh(present, now) ? present : New(id)).Snapshot.Value.WaitAsync(cancellationToken);

        // Nobody's own token: who hangs up must not end it for the others.
        Reading New(RotationId of) => new(now, new Lazy<Task<RotationSnapshot?>>(() => ReadAsync(of)));
    }

    private static bool IsFresh(Reading reading, DateTimeOffset now) =>
        (now - reading.At).Duration() < Interval && !(reading.Snapshot is { IsValueCreated: true, Value.IsFaulted: true });

    private async Task<RotationSnapshot?> ReadAsync(RotationId id) =>
        await rotations.FindAsync(id, CancellationToken.None).ConfigureAwait(false) is { } report
            ? new RotationSnapshot(JsonSerializer.Serialize(RotationDetailDto.Of(report), json.Value.SerializerOptions), !report.Rotation.IsOpen)
            : null;

    private sealed record Reading(DateTimeOffset At, Lazy<Task<RotationSnapshot?>> Snapshot);
}
