namespace KeyRotation.Retirement;

/// <summary>What is to be done with a version.</summary>
public enum RetirementAction
{
    /// <summary>Nothing, for a reason.</summary>
    Keep,

    /// <summary>All else holds: its references are to be counted, then asked again.</summary>
    Count,

    /// <summary>grace -> disabled.</summary>
    Disable,

    /// <summary>disabled -> grace: somebody tried to open something under it.</summary>
    BackToGrace,

    /// <summary>disabled -> retired.</summary>
    Retire,
}
