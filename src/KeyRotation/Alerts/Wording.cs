using System.Globalization;
using KeyRotation.Rotations;

namespace KeyRotation.Alerts;

/// <summary>How alerts spell moments, spans and names: as the API and the views do.</summary>
internal static class Wording
{
    public static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>In tenths, so that a message does not change with each look.</summary>
    public static string Days(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days");

    public static string Minutes(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} minutes");

    /// <summary>What keeps a key type from rotating, and the way out.</summary>
    public static string StandOf(Rotation? rotation, string keyType) => rotation switch
    {
        null => $"No rotation of it is open: `keyrotation schedule add {keyType} --reason overdue`.",
        { State: RotationState.Failed } => $"Rotation {rotation.Id} has failed: {rotation.LastError} Retry it: `keyrotation rotations retry {rotation.Id}`.",
        { Hold: Hold.Paused } => $"Rotation {rotation.Id} is held. {rotation.HoldDetail} `keyrotation resume` frees it.",
        { Hold: { } hold } => $"Rotation {rotation.Id} is {rotation.State.ToSnakeCase()} and waits, hold {hold.ToSnakeCase()}. {rotation.HoldDetail} See `keyrotation rotations show {rotation.Id}`.",
        _ => $"Rotation {rotation.Id} is {rotation.State.ToSnakeCase()}{(rotation.LastError is { } error ? $"; its last attempt failed: {error}" : ".")} See `keyrotation rotations show {rotation.Id}`.",
    };
}
