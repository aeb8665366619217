namespace KeyRotation.Idempotency;

/// <summary>What becomes of a request that has a key.</summary>
public abstract record Reservation
{
    private Reservation()
    {
    }

    /// <summary>It is the sender's turn.</summary>
    /// <param name="Operation">
    /// The id under which it is carried out, the same one each time that the key is reserved: what it opens bears it, so that a request whose
    /// first attempt ended nobody knows how opens nothing twice.
    /// </param>
    public sealed record Held(Guid Operation) : Reservation;

    /// <summary>Another attempt of it is under way.</summary>
    public sealed record InHand : Reservation;

    /// <summary>It was carried out.</summary>
    public sealed record Answered(KeptAnswer Answer) : Reservation;

    /// <summary>The key belongs to another request.</summary>
    public sealed record OtherRequest : Reservation;
}
