namespace KeyRotation;

/// <summary>Tells failures apart that only a driver of a database knows.</summary>
public interface IFailureKinds
{
    /// <summary>The store cannot be reached, or is too busy, at this moment.</summary>
    bool IsStoreUnavailable(Exception failure);
}
