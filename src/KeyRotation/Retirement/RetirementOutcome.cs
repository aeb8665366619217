namespace KeyRotation.Retirement;

/// <summary>What a run did with a version.</summary>
public enum RetirementOutcome
{
    /// <summary>Nothing, for a reason.</summary>
    Kept,

    /// <summary>grace -> disabled.</summary>
    Disabled,

    /// <summary>disabled -> grace, because somebody tried to open something under it.</summary>
    BackToGrace,

    /// <summary>disabled -> retired.</summary>
    Retired,
}
