namespace KeyRotation.FaultApplication;

/// <summary>What each row should say, from the journal: one value, or, where the reply to a COMMIT was lost, one of several.</summary>
internal sealed class RowBook
{
    private readonly Dictionary<(string Target, long Id), List<string?>> _rows = [];
    private readonly Dictionary<long, (string Target, long Id, string? Value)> _open = [];
    private readonly Lock _lock = new();

    public void Began(long number, string target, long id, string? value)
    {
        lock (_lock)
            _open[number] = (target, id, value);
    }

    public void Committed(long number)
    {
        lock (_lock)
            if (_open.Remove(number, out var written))
                _rows[(written.Target, written.Id)] = [written.Value];
    }

    public void NotCommitted(long number)
    {
        lock (_lock)
            _open.Remove(number);
    }

    /// <summary>Nobody knows; both values are right from now on.</summary>
    public void Unknown(long number)
    {
        lock (_lock)
            if (_open.Remove(number, out var written))
            {
                if (!_rows.TryGetValue((written.Target, written.Id), out var values))
                    _rows[(written.Target, written.Id)] = values = [null];
                values.Add(written.Value);
            }
    }

    public IReadOnlyList<long> OpenNumbers
    {
        get
        {
            lock (_lock)
                return [.. _open.Keys.Order()];
        }
    }

    /// <summary>What the row may say; null among them = there may be no row.</summary>
    public IReadOnlyList<string?> ValuesOf(string target, long id)
    {
        lock (_lock)
            return _rows.TryGetValue((target, id), out var values) ? values.ToArray() : [null];
    }

    public long HighestId(string target)
    {
        lock (_lock)
            return _rows.Keys.Where(row => row.Target == target).Select(row => row.Id).DefaultIfEmpty(0).Max();
    }
}
