using KeyRotation.Api.Requests;
using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Api.Rotations;

/// <summary>Which rotations a request lists: `key_type`, `open`, `limit`, `cursor`.</summary>
internal static class RotationQuery
{
    public static RotationFilter Read(RequestQuery query, KeyTypePolicies policies) =>
        new(query.KeyType(policies), query.Boolean("open"), query.Cursor(RotationRoutes.Parse), query.Limit());
}
