using KeyRotation.Keys;

namespace KeyRotation.Api.Keys;

/// <summary>The states by their names in NIST SP 800-57 part 1, section 7.</summary>
internal static class NistNames
{
    public static string Of(KeyVersion version) => version.State switch
    {
        KeyVersionState.Destroyed => version.CompromisedAt is null ? "destroyed" : "destroyed compromised",
        _ when version.CompromisedAt is not null => "compromised",
        KeyVersionState.Pending => "pre-activation",
        KeyVersionState.Active => "active",
        KeyVersionState.Grace or KeyVersionState.Disabled or KeyVersionState.Retired => "deactivated",
        _ => throw new ArgumentOutOfRangeException(nameof(version), version.State, "No NIST name for this state."),
    };
}
