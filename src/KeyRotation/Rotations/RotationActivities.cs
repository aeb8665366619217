using System.Diagnostics;

namespace KeyRotation.Rotations;

/// <summary>Spans of the source <c>KeyRotation</c>: one for each step of a rotation.</summary>
internal static class RotationActivities
{
    private static readonly ActivitySource Source = new("KeyRotation");

    /// <summary>The trace that whoever asks is in, as a W3C traceparent; null where there is none.</summary>
    public static string? TraceParent => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: var id } ? id : null;

    /// <summary>Part of the trace of the request that opened the rotation, whichever process takes the step; linked to the job that takes it.</summary>
    public static Activity? StartStep(Rotation rotation)
    {
        var job = Activity.Current;
        var activity = ActivityContext.TryParse(rotation.TraceParent, null, isRemote: true, out var request)
            ? Source.StartActivity(NameOf(rotation), ActivityKind.Internal, request, links: job is null ? [] : [new ActivityLink(job.Context)])
            : Source.StartActivity(NameOf(rotation));
        activity?.SetTag("key_rotation.key.type", rotation.KeyType);
        activity?.SetTag("key_rotation.rotation.id", rotation.Id.ToString());
        return activity;
    }

    private static string NameOf(Rotation rotation) => $"rotation {rotation.State.ToSnakeCase()}";
}
