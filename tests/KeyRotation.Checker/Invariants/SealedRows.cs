using System.Globalization;
using System.Text;
using KeyRotation.Checker.Formats;

namespace KeyRotation.Checker.Invariants;

/// <summary>No row is lost, none is changed but by the writer, each opens in its place, and none is left under an old version.</summary>
internal sealed class SealedRows(CheckedStore store, StoredKeys keys, Activations activations, Findings findings)
{
    private readonly WrittenRows? _written = store.Journal is null ? null : WrittenRows.Read(store.Journal);
    private readonly Dictionary<(string KeyType, int Version), long> _references = [];

    /// <returns>How many rows name each version.</returns>
    public async Task<IReadOnlyDictionary<(string KeyType, int Version), long>> CheckAsync(SnapshotReader reader)
    {
        foreach (var table in store.Tables)
        {
            var seen = new HashSet<long>();
            await reader.ForEachAsync($"select id, {table.Column} from {table.Table}", row =>
            {
                seen.Add(row.GetInt64(0));
                Check(table, row.GetInt64(0), row.GetValue(1));
            });
            foreach (var id in _written?.IdsThatMustBeThere(table.Target).Where(id => !seen.Contains(id)) ?? [])
                findings.Violated(InvariantNames.RowLost, $"{table.Target} {id}, which says {_written!.Describe(table.Target, id)}");
            findings.Count("rows", seen.Count);
        }
        return _references;
    }

    private void Check(CheckedTable table, long id, object cell)
    {
        var envelope = cell as byte[] ?? EnvelopeFormat.FromText((string)cell);
        if (EnvelopeFormat.Names(envelope) is not { } names || names.KeyId != keys.KeyIdOf(table.KeyType))
        {
            findings.Violated(InvariantNames.RowDoesNotOpen, $"{table.Target} {id} is no envelope of {table.KeyType}");
            return;
        }
        var place = (table.KeyType, names.Version);
        _references[place] = _references.GetValueOrDefault(place) + 1;
        CheckVersion(table, id, names.Version);
        var context = EnvelopeFormat.Context(table.Target, table.Column, id.ToString(CultureInfo.InvariantCulture));
        if (keys.Find(table.KeyType, names.Version)?.Material is not { } material || EnvelopeFormat.Open(material, envelope, context) is not { } plaintext)
            findings.Violated(InvariantNames.RowDoesNotOpen, $"{table.Target} {id}, version {names.Version}");
        else if (_written?.MayHold(table.Target, id, Encoding.UTF8.GetString(plaintext)) == false)
            findings.Violated(InvariantNames.RowChanged, $"{table.Target} {id} says {Encoding.UTF8.GetString(plaintext)}, version {names.Version}; written was {_written.Describe(table.Target, id)}");
    }

    private void CheckVersion(CheckedTable table, long id, int version)
    {
        if (!activations.MayHaveBeenActive(table.KeyType, version))
            findings.Violated(InvariantNames.BeforeAcknowledgement, $"{table.Target} {id} is sealed under version {version}, which was never activated");
        if (store.IsCalm && keys.Find(table.KeyType, version)?.State != "active")
            findings.Violated(InvariantNames.RowLeftBehind, $"{table.Target} {id}, version {version}");
    }
}
