namespace KeyRotation.Consumers;

/// <summary>A consumer that sealed under a version at a time when it should not have any more.</summary>
/// <param name="ConsumerId">One run of one process.</param>
/// <param name="Name">For people.</param>
/// <param name="Host">The machine.</param>
/// <param name="Seals">Under the version, since the process started.</param>
/// <param name="LastSealAt">On the database's clock; never before the seal, by at most the time that its report took.</param>
public sealed record LateSealer(Guid ConsumerId, string Name, string Host, long Seals, DateTimeOffset LastSealAt);
