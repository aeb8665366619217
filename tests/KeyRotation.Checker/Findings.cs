namespace KeyRotation.Checker;

/// <summary>What a check found: violations of invariants, and how much it looked at.</summary>
public sealed class Findings
{
    /// <summary>So many of one kind are told; the number says the rest.</summary>
    private const int ToldOfAKind = 10;

    private readonly Dictionary<string, int> _violations = [];
    private readonly SortedDictionary<string, long> _counted = [];
    private readonly List<string> _told = [];

    public IReadOnlyList<string> Violations => [.. _told, .. _violations.Where(kind => kind.Value > ToldOfAKind).Select(kind => $"{kind.Key}: {kind.Value} in all")];

    /// <summary>The names of the invariants that do not hold.</summary>
    public IReadOnlyCollection<string> Broken => _violations.Keys;

    public IReadOnlyDictionary<string, long> Counted => _counted;

    internal void Violated(string invariant, string how)
    {
        var number = _violations[invariant] = _violations.GetValueOrDefault(invariant) + 1;
        if (number <= ToldOfAKind)
            _told.Add($"{invariant}: {how}");
    }

    internal void Count(string what, long number = 1) => _counted[what] = _counted.GetValueOrDefault(what) + number;
}
