namespace KeyRotation.Rotations.Steps;

/// <summary>What a rotation fails with when it has opened everything and some ciphertexts were left as they are. Pure.</summary>
public static class QuarantineText
{
    /// <param name="rotation">Whose quarantine lists them.</param>
    /// <param name="quarantined">All of them, more than 0.</param>
    /// <param name="suspects">Those of them that open, and may be forged.</param>
    public static string Of(RotationId rotation, long quarantined, long suspects) =>
        $"{Found(quarantined - suspects, suspects)}; they were left as they are and are listed in ops.v_quarantine, rotation {rotation}. "
        + (suspects > 0 ? "What may be forged is under a compromised version and came when no application sealed under it any more: look at the rows; where they are genuine, `adopt --accept-suspects` seals them again. " : "")
        + "Repair them and retry, or accept the rotation as partial: the old version is kept while any of them names it.";

    private static string Found(long broken, long suspects) =>
        suspects == 0 ? $"{broken} ciphertexts do not open"
        : broken == 0 ? $"{suspects} ciphertexts may be forged"
        : $"{broken} ciphertexts do not open, {suspects} may be forged";
}
