using System.Diagnostics;

namespace KeyRotation.Rotations;

/// <summary>Spans of the source <c>KeyRotation</c>: one for each step of a rotation.</summary>
internal static class RotationActivities
{
    private static readonly ActivitySource Source = new("KeyRotation");

    public static Activity? StartStep(Rotation rotation)
    {
        var activity = Source.StartActivity($"rotation {rotation.State.ToSnakeCase()}");
        activity?.SetTag("key_rotation.key.type", rotation.KeyType);
        activity?.SetTag("key_rotation.rotation.id", rotation.Id.ToString());
        return activity;
    }
}
