using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>The scheduler's status as people read it: also what pause and resume answer with.</summary>
internal static class StatusListing
{
    public static Listing Of(JsonElement status) => Listing.OfOne(
        status,
        ("scheduler", "scheduler_status"), ("enabled", "enabled"), ("paused by", "paused.by"), ("pause reason", "paused.reason"), ("paused until", "paused.until"),
        ("overdue key types", "overdue_key_types"), ("next rotation", "next_scheduled_rotation"), ("window opens", "maintenance_window.start"),
        ("window lasts", "maintenance_window.duration"), ("scheduled", "total_rotations_scheduled"), ("completed", "total_rotations_completed"),
        ("failed", "total_rotations_failed"), ("average seconds", "average_rotation_duration"));

    /// <summary>Pauses, what runs, and what waits for what.</summary>
    public static IReadOnlyList<Listing> MoreOf(JsonElement status) =>
    [
        .. new[]
        {
            Listing.Of(status.GetProperty("pauses"), ("paused", "scope"), ("by", "by"), ("reason", "reason"), ("since", "since"), ("until", "until")),
            Listing.Of(status.GetProperty("running"), ("running", "key_type"), ("rotation", "id"), ("state", "state"), ("priority", "priority"), ("started", "started_at")),
            Listing.Of(status.GetProperty("holds"), ("waiting", "key_type"), ("rotation", "rotation_id"), ("hold", "hold"), ("why", "detail")),
        }.Where(listing => listing.Items.Count > 0),
    ];
}
