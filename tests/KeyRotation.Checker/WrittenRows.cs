using System.Globalization;

namespace KeyRotation.Checker;

/// <summary>
/// What the writer's journal says that each row holds: one value, or one of several where it never learnt what became of a COMMIT. Lines:
/// <c>B number target id value</c> (no value = deleted) before COMMIT, then <c>C</c>, <c>A</c> or <c>U number</c> for committed, not
/// committed, unknown; fields are separated by tabs. A beginning without an end is unknown.
/// </summary>
internal sealed class WrittenRows
{
    private readonly Dictionary<(string Target, long Id), HashSet<string>> _rows = [];
    private readonly HashSet<(string Target, long Id)> _mayBeAbsent = [];
    private readonly Dictionary<long, (string Target, long Id, string? Value)> _open = [];

    public IEnumerable<long> IdsThatMustBeThere(string target) => _rows.Keys.Where(row => row.Target == target && !_mayBeAbsent.Contains(row)).Select(row => row.Id);

    public bool MayHold(string target, long id, string value) => _rows.TryGetValue((target, id), out var values) && values.Contains(value);

    public string Describe(string target, long id) => _rows.TryGetValue((target, id), out var values) ? string.Join(" or ", values) : "nothing";

    public static WrittenRows Read(string journal)
    {
        var written = new WrittenRows();
        foreach (var line in File.ReadLines(journal))
            written.Take(line.Split('\t'));
        foreach (var number in written._open.Keys.Order().ToArray())
            written.Add(number);
        return written;
    }

    private void Take(string[] fields)
    {
        if (fields.Length < 2 || !long.TryParse(fields[1], CultureInfo.InvariantCulture, out var number))
            return;
        switch (fields[0])
        {
            case "B" when fields.Length >= 4:
                _open[number] = (fields[2], long.Parse(fields[3], CultureInfo.InvariantCulture), fields.Length > 4 ? fields[4] : null);
                break;
            case "C":
                Replace(number);
                break;
            case "U":
                Add(number);
                break;
            case "A":
                _open.Remove(number);
                break;
        }
    }

    private void Replace(long number)
    {
        var (target, id, value) = _open[number];
        _rows[(target, id)] = [];
        _mayBeAbsent.Remove((target, id));
        Add(number, value);
    }

    private void Add(long number)
    {
        var (target, id, value) = _open[number];
        // Of a row that nobody knew before, the other value is that there is none.
        if (_rows.TryAdd((target, id), []))
            _mayBeAbsent.Add((target, id));
        Add(number, value);
    }

    private void Add(long number, string? value)
    {
        _open.Remove(number, out var written);
        if (value is null)
            _mayBeAbsent.Add((written.Target, written.Id));
        else
            _rows[(written.Target, written.Id)].Add(value);
    }
}
