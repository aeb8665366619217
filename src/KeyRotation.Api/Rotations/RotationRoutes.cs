using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Rotations;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Rotations;

/// <summary>Ids of rotations in paths and bodies.</summary>
internal static class RotationRoutes
{
    public static string Of(RotationId id) => $"{ApiRoutes.Root}/rotations/{id}";

    public static IResult NotFound(string id) =>
        ApiProblem.Of(StatusCodes.Status404NotFound, "rotation_not_found", $"There is no rotation {id}. GET {ApiRoutes.Root}/rotations lists those that there are.");

    /// <summary>An id that is none names no rotation.</summary>
    public static RotationId? Parse(string text) => Guid.TryParseExact(text, "D", out var id) ? new RotationId(id) : null;

    public static RotationId? IdOf(RequestBody body)
    {
        if (body.Text("rotation_id") is not { Length: > 0 } text)
            return null;
        if (Parse(text) is { } id)
            return id;
        body.Add("rotation_id", $"is '{text}', which is no id of a rotation.");
        return null;
    }
}
