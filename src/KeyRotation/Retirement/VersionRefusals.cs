using KeyRotation.Keys;
using KeyRotation.Rotations;

namespace KeyRotation.Retirement;

/// <summary>The refusals of commands about one version, each with the way out.</summary>
internal static class VersionRefusals
{
    public static Refusal NoSuchVersion(string keyType, int version) =>
        new(RefusalKind.NotFound, "key_version_not_found", $"{keyType} has no version {version}. `keyrotation keys show {keyType}` lists those that there are.");

    public static Refusal NotDisabled(KeyVersion version) => new(RefusalKind.Conflict, "key_version_not_disabled", version.State is KeyVersionState.Retired or KeyVersionState.Destroyed
        ? $"{version.KeyType} version {version.Version} is {version.State.ToSnakeCase()}: it is not in the store any more, and no command brings it back. It takes a recovery from escrow."
        : $"{version.KeyType} version {version.Version} is {version.State.ToSnakeCase()}; expected disabled. Its use is not refused.");

    public static Refusal NotSucceeded(KeyVersion version) => new(RefusalKind.Conflict, "key_version_not_succeeded", version.State == KeyVersionState.Active
        ? $"{version.KeyType} version {version.Version} is active: answer with an emergency (`keyrotation emergency {version.KeyType}`), which marks it and puts another in its place."
        : $"{version.KeyType} version {version.Version} is {version.State.ToSnakeCase()}: cancel its rotation, which disables it, or answer with an emergency.");
}
