using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Rotations;

/// <summary>What a rotation changes in key versions, inside its transaction. What changes a ring bumps the epoch that consumers watch.</summary>
internal static class KeyVersionChanges
{
    private static readonly Statement Insert = new(
        """
        insert into keyrotation.key_version (key_type, version, state, kek_id, wrapped_record, check_value, created_at)
        values (@KeyType, @Version, @State, @KekId, @WrappedRecord, @CheckValue, @CreatedAt)
        """);

    // A compromised predecessor has no grace period.
    private static readonly Statement SendPredecessorToGrace = new(
        """
        update keyrotation.key_version
        set state = 'grace', grace_ends_at = case when compromised_at is null then @graceEndsAt else @at end
        where key_type = @keyType and state = 'active' and version <> @version
        """);

    // From grace by a rollback: never to a key that others know.
    private static readonly Statement MakeActive = new(
        """
        update keyrotation.key_version
        set state = 'active', activated_at = coalesce(activated_at, @at), grace_ends_at = null, settles_at = null
        where key_type = @keyType and version = @version and (state = 'pending' or state = 'grace' and compromised_at is null)
        """);

    private static readonly Statement Disable = new(
        """
        update keyrotation.key_version
        set state = 'disabled', disabled_at = @at
        where key_type = @keyType and version = @version and state = 'pending'
        """);

    private static readonly Statement Settle = new(
        """
        update keyrotation.key_version
        set settles_at = @settlesAt
        where key_type = @keyType and version = @version and state <> 'active' and settles_at is null
        """);

    private static readonly Statement CountActivation = new(
        """
        update keyrotation.key_type
        set epoch = epoch + 1, activation = activation + 1
        where name = @keyType
        """);

    private static readonly Statement CurrentActivation = new("select activation from keyrotation.key_type where name = @keyType");

    private static readonly Statement InsertActivation = new(
        """
        insert into keyrotation.activation (key_type, number, version, rotation_id, activated_at)
        values (@keyType, @number, @version, @rotationId, @at)
        """);

    private static readonly Statement GrowEpoch = new("update keyrotation.key_type set epoch = epoch + 1 where name = @keyType");

    public static async Task InsertAsync(Session session, KeyVersion version)
    {
        await session.ExecuteAsync(Insert, new
        {
            version.KeyType,
            version.Version,
            State = version.State.ToSnakeCase(),
            version.KekId,
            version.WrappedRecord,
            version.CheckValue,
            CreatedAt = (Instant)version.CreatedAt,
        }).ConfigureAwait(false);
        await session.ExecuteAsync(GrowEpoch, new { keyType = version.KeyType }).ConfigureAwait(false);
    }

    /// <summary>The version of a rotation that ended before its activation.</summary>
    /// <returns>False: it is pending no more, or never was, and nothing was changed.</returns>
    public static async Task<bool> DisablePendingAsync(Session session, string keyType, int version, DateTimeOffset at)
    {
        if (await session.ExecuteAsync(Disable, new { keyType, version, at = (Instant)at }).ConfigureAwait(false) != 1)
            return false;
        await session.ExecuteAsync(GrowEpoch, new { keyType }).ConfigureAwait(false);
        return true;
    }

    /// <summary>No ring changes by it, so the epoch stays.</summary>
    public static async Task SettleAsync(Session session, string keyType, int version, DateTimeOffset settlesAt)
    {
        if (await session.ExecuteAsync(Settle, new { keyType, version, settlesAt = (Instant)settlesAt }).ConfigureAwait(false) != 1)
            throw new CorruptStoreException($"{keyType} version {version} cannot be settled: it is active, or was settled by somebody else. Nothing was changed.");
    }

    /// <returns>The number of the activation.</returns>
    public static async Task<long> ActivateAsync(Session session, Rotation rotation, Activation activation)
    {
        var keyType = rotation.KeyType;
        var at = (Instant)activation.At;
        await session.ExecuteAsync(SendPredecessorToGrace, new { keyType, version = activation.Version, at, graceEndsAt = (Instant)activation.PredecessorGraceEndsAt }).ConfigureAwait(false);
        if (await session.ExecuteAsync(MakeActive, new { keyType, version = activation.Version, at }).ConfigureAwait(false) != 1)
            throw new CorruptStoreException($"{keyType} version {activation.Version} cannot become active: it is neither pending nor in grace, or marked compromised. Nothing was changed.");
        await session.ExecuteAsync(CountActivation, new { keyType }).ConfigureAwait(false);
        var number = await session.QuerySingleAsync<long>(CurrentActivation, new { keyType }).ConfigureAwait(false);
        await session.ExecuteAsync(InsertActivation, new { keyType, number, version = activation.Version, rotationId = (Uid)rotation.Id.Value, at }).ConfigureAwait(false);
        return number;
    }
}
