namespace KeyRotation.Keys;

/// <summary>
/// Where one version of a key stands in its life. The names in brackets are those of NIST SP 800-57 part 1, section 7.
/// The chart and the permitted moves are in <c>docs/states.md</c> and <c>KeyVersionTransitions</c>.
/// </summary>
public enum KeyVersionState
{
    /// <summary>Published so that consumers can read it; nothing is encrypted with it yet [pre-activation].</summary>
    Pending,

    /// <summary>The one version that encrypts [active].</summary>
    Active,

    /// <summary>Decrypts and verifies only, until its grace period is over [deactivated].</summary>
    Grace,

    /// <summary>Refuses to decrypt, and tells who tried; one command undoes it.</summary>
    Disabled,

    /// <summary>No online copy is left; the escrow still has it.</summary>
    Retired,

    /// <summary>The escrow copy is removed too [destroyed].</summary>
    Destroyed,
}
