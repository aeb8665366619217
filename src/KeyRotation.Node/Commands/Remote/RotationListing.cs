using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>Rotations as people read them.</summary>
internal static class RotationListing
{
    public static Listing Of(JsonElement rotations) => Listing.Of(
        rotations, ("id", "id"), ("key type", "key_type"), ("state", "state"), ("priority", "priority"), ("trigger", "trigger"), ("hold", "hold"), ("from", "from_version"), ("to", "to_version"), ("scheduled", "scheduled_at"));

    public static Listing OfOne(JsonElement rotation, string path = "") => Listing.OfOne(rotation, [.. Fields.Select(field => (field.Heading, path + field.Path))]);

    private static readonly (string Heading, string Path)[] Fields =
    [
        ("id", "id"), ("key type", "key_type"), ("state", "state"), ("outcome", "outcome"), ("trigger", "trigger"), ("priority", "priority"), ("requested by", "requested_by"),
        ("reason", "reason"), ("from", "from_version"), ("to", "to_version"), ("scheduled", "scheduled_at"), ("started", "started_at"), ("ended", "ended_at"),
        ("hold", "hold"), ("hold detail", "hold_detail"), ("hold until", "hold_until"), ("failed in", "failed_in"), ("last error", "last_error"), ("attempts", "attempts"),
        ("rolled back by", "rollback_by"), ("rolled back for", "rollback_reason"),
    ];
}
