using System.Data;
using KeyRotation.Checker.Invariants;
using Npgsql;

namespace KeyRotation.Checker;

/// <summary>
/// Checks every invariant that can be seen from outside, on one snapshot of a PostgreSQL store, with code of its own: neither the
/// product nor its library can excuse itself.
/// </summary>
public static class StoreChecker
{
    public static async Task<Findings> RunAsync(CheckedStore store, CancellationToken cancellationToken = default)
    {
        var findings = new Findings();
        await using var source = NpgsqlDataSource.Create(store.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var reader = new SnapshotReader(connection, cancellationToken);

        var keys = await StoredKeys.ReadAsync(reader, await File.ReadAllBytesAsync(store.KeyFile, cancellationToken), findings);
        var activations = await Activations.ReadAsync(reader);
        var references = await new SealedRows(store, keys, activations, findings).CheckAsync(reader);
        ActiveVersions.Check(keys, activations, findings);
        Retirements.Check(keys, references, findings);
        await new AuditTrailCheck(reader, findings).RunAsync(await File.ReadAllBytesAsync(store.KeyFile, cancellationToken));
        await EscrowCheck.RunAsync(store, reader, keys, activations, findings);
        await WitnessCheck.RunAsync(reader, activations, findings);
        if (store.IsCalm)
            await AtRest.CheckAsync(reader, findings);
        return findings;
    }
}
