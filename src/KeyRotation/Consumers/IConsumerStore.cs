namespace KeyRotation.Consumers;

/// <summary>Registration, leases and acknowledgements of consumers.</summary>
public interface IConsumerStore
{
    /// <summary>Registers before the first ring is loaded, so that no activation can overlook the consumer.</summary>
    /// <param name="consumer">Who.</param>
    /// <param name="maxOffline">How long its rings may seal after their last refresh: nobody else knows, and retirement waits for as long.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    Task RegisterAsync(Consumer consumer, TimeSpan maxOffline, CancellationToken cancellationToken);

    /// <summary>
    /// Extends the lease; false when the store does not know the consumer any more, or the lease was over, and it must register
    /// again. Tried once: the next heartbeat is the next attempt.
    /// </summary>
    Task<bool> RenewLeaseAsync(Guid consumerId, CancellationToken cancellationToken);

    /// <summary>Incarnation and epochs, in one statement. Tried once: the next poll is the next attempt.</summary>
    Task<RingEpochs> ReadEpochsAsync(CancellationToken cancellationToken);

    /// <returns>False: the store does not know the consumer, and it must register again.</returns>
    Task<bool> AcknowledgeAsync(Guid consumerId, Acknowledgement acknowledgement, CancellationToken cancellationToken);

    /// <summary>The consumer holds nothing any more and will write nothing any more.</summary>
    Task SignOffAsync(Guid consumerId, CancellationToken cancellationToken);
}
