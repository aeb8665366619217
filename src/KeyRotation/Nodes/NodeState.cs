namespace KeyRotation.Nodes;

/// <summary>Whether a member of the cluster takes work.</summary>
public enum NodeState
{
    Ready,

    /// <summary>Its clock is too far from the database's.</summary>
    RefusingWork,

    Stopped,
}
