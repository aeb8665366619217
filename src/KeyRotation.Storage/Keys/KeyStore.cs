using KeyRotation.Keys;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Keys;

/// <summary>Key types and key versions in the control store.</summary>
internal sealed class KeyStore(ControlStore store) : IKeyStore
{
    private static readonly Statement KeyTypes = new(
        """
        select name as Name, key_id as KeyId, epoch as Epoch, activation as Activation
        from keyrotation.key_type
        order by key_id
        """);

    internal static readonly Statement Versions = new(
        """
        select key_type as KeyType, version as Version, state as State, kek_id as KekId, wrapped_record as WrappedRecord,
               check_value as CheckValue, created_at as CreatedAt, activated_at as ActivatedAt, grace_ends_at as GraceEndsAt,
               disabled_at as DisabledAt, retired_at as RetiredAt, compromised_at as CompromisedAt,
               restored_at as RestoredAt, settles_at as SettlesAt
        from keyrotation.key_version
        where @keyType is null or key_type = @keyType
        order by key_type, version
        """);

    private static readonly Statement Incarnation = new("select incarnation_id from keyrotation.store where id = 1");

    public Task<IReadOnlyList<KeyTypeRecord>> ListKeyTypesAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<KeyTypeRecord>>(async session =>
        {
            var rows = await session.QueryAsync<KeyTypeRow>(KeyTypes).ConfigureAwait(false);
            return [.. rows.Select(row => new KeyTypeRecord(row.Name, row.KeyId, row.Epoch, row.Activation))];
        }, cancellationToken);

    public Task<IReadOnlyList<KeyVersion>> ListVersionsAsync(string? keyType, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<KeyVersion>>(async session =>
        {
            var rows = await session.QueryAsync<KeyVersionRow>(Versions, new { keyType }).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToKeyVersion())];
        }, cancellationToken);

    public Task<Guid> IncarnationAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync(async session => (await session.QuerySingleAsync<Uid>(Incarnation).ConfigureAwait(false)).Value, cancellationToken);

    private sealed class KeyTypeRow
    {
        public required string Name { get; init; }
        public int KeyId { get; init; }
        public long Epoch { get; init; }
        public long Activation { get; init; }
    }
}
