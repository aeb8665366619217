using System.Text.Json;
using KeyRotation.Consumers;
using KeyRotation.Keys;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Consumers;

/// <summary>Consumers as rows of the control store; their leases are on the database's clock.</summary>
internal sealed class ConsumerStore(ControlStore store, TimeSpan lease) : IConsumerStore, IConsumerDirectory
{
    private static readonly Statement Register = new(
        """
        insert into keyrotation.consumer (consumer_id, name, host, version, login, registered_at, lease_until, max_offline_seconds)
        values (@id, @name, @host, @version, @login, {now}, {now+@milliseconds}, @maxOffline)
        """);

    private static readonly Statement Renew = new(
        """
        update keyrotation.consumer
        set lease_until = {now+@milliseconds}
        where consumer_id = @id and signed_off_at is null and lease_until > {now}
        """);

    private static readonly Statement RegisterAgain = new(
        """
        update keyrotation.consumer
        set lease_until = {now+@milliseconds}, signed_off_at = null, max_offline_seconds = @maxOffline
        where consumer_id = @id
        """);

    private static readonly Statement Epochs = new(
        """
        select s.incarnation_id as Incarnation, t.name as Name, t.key_id as KeyId, t.epoch as Epoch, t.activation as Activation
        from keyrotation.store s
        left join keyrotation.key_type t on 1 = 1
        where s.id = 1
        order by t.key_id
        """);

    private static readonly Statement UpdateAcknowledgement = new(
        """
        update keyrotation.consumer_acknowledgement
        set incarnation_id = @incarnation, epoch = @epoch, activation = @activation, versions = @versions, acknowledged_at = {now}
        where consumer_id = @id and key_type = @keyType
        """);

    private static readonly Statement InsertAcknowledgement = new(
        """
        insert into keyrotation.consumer_acknowledgement (consumer_id, key_type, incarnation_id, epoch, activation, versions, acknowledged_at)
        select consumer_id, @keyType, @incarnation, @epoch, @activation, @versions, {now}
        from keyrotation.consumer
        where consumer_id = @id
        """);

    private static readonly Statement SignOff = new(
        """
        update keyrotation.consumer
        set signed_off_at = {now}
        where consumer_id = @id and signed_off_at is null
        """);

    private static readonly Statement SignOffAll = new(
        """
        update keyrotation.consumer
        set signed_off_at = {now}
        where signed_off_at is null
        """);

    public Task RegisterAsync(Consumer consumer, TimeSpan maxOffline, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(async session =>
        {
            var seconds = (long)Math.Ceiling(maxOffline.TotalSeconds);
            if (await session.ExecuteAsync(RegisterAgain, new { id = (Uid)consumer.Id, milliseconds = LeaseMilliseconds, maxOffline = seconds }).ConfigureAwait(false) == 1)
                return;
            var login = await session.QuerySingleAsync<string>(session.Dialect.CurrentLogin).ConfigureAwait(false);
            await session.ExecuteAsync(Register, new
            {
                id = (Uid)consumer.Id,
                name = consumer.Name,
                host = consumer.Host,
                version = consumer.Version,
                login,
                milliseconds = LeaseMilliseconds,
                maxOffline = seconds,
            }).ConfigureAwait(false);
        }, cancellationToken);

    public Task<bool> RenewLeaseAsync(Guid consumerId, CancellationToken cancellationToken) =>
        store.Database.InTransactionOnceAsync(async session =>
            await session.ExecuteAsync(Renew, new { id = (Uid)consumerId, milliseconds = LeaseMilliseconds }).ConfigureAwait(false) == 1, cancellationToken);

    public Task<RingEpochs> ReadEpochsAsync(CancellationToken cancellationToken) =>
        store.Database.ReadOnceAsync(async session =>
        {
            var rows = await session.QueryAsync<EpochRow>(Epochs).ConfigureAwait(false);
            return new RingEpochs(rows[0].Incarnation, [.. rows.Where(row => row.Name is not null).Select(row => row.ToKeyType())]);
        }, cancellationToken);

    public Task<bool> AcknowledgeAsync(Guid consumerId, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            id = (Uid)consumerId,
            keyType = acknowledgement.KeyType,
            incarnation = (Uid)acknowledgement.Incarnation,
            epoch = acknowledgement.Epoch,
            activation = acknowledgement.Activation,
            versions = JsonSerializer.Serialize(acknowledgement.Held),
        };
        return store.Database.InTransactionAsync(async session =>
            await session.ExecuteAsync(UpdateAcknowledgement, parameters).ConfigureAwait(false) == 1
            || await session.ExecuteAsync(InsertAcknowledgement, parameters).ConfigureAwait(false) == 1, cancellationToken);
    }

    public Task SignOffAsync(Guid consumerId, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(session => session.ExecuteAsync(SignOff, new { id = (Uid)consumerId }), cancellationToken);

    /// <summary>Signs off what a former process left behind. Only for an embedded store whose file lock proves that none is alive.</summary>
    public Task SignOffAllAsync(CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(session => session.ExecuteAsync(SignOffAll), cancellationToken);

    public Task<IReadOnlyList<string>> NotHoldingAsync(string keyType, int version, ReadOnlyMemory<byte> checkValue, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => LiveConsumers.NotHoldingAsync(session, keyType, version, checkValue), cancellationToken);

    public Task<IReadOnlyList<string>> NotAcknowledgedAsync(string keyType, long activation, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => LiveConsumers.NotAcknowledgedAsync(session, keyType, activation), cancellationToken);

    private long LeaseMilliseconds => (long)lease.TotalMilliseconds;

    private sealed class EpochRow
    {
        public Uid Incarnation { get; init; }
        public string? Name { get; init; }
        public int? KeyId { get; init; }
        public long? Epoch { get; init; }
        public long? Activation { get; init; }

        public KeyTypeRecord ToKeyType() => new(Name!, KeyId!.Value, Epoch!.Value, Activation!.Value);
    }
}
