using System.Globalization;
using System.Text;
using KeyRotation.Checker;

namespace KeyRotation.Soak.Runs;

/// <summary>What a run came to.</summary>
public sealed record FaultRecord
{
    public required long Seed { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Faults by kind.</summary>
    public IReadOnlyDictionary<string, int> Struck { get; init; } = new Dictionary<string, int>();

    /// <summary>Kills and stops from inside, by the point at which the node was; part of <see cref="Struck"/>.</summary>
    public IReadOnlyDictionary<string, int> Failpoints { get; init; } = new Dictionary<string, int>();

    /// <summary>Kinds that cannot be had here, and why.</summary>
    public IReadOnlyDictionary<string, string> Skipped { get; init; } = new Dictionary<string, string>();

    /// <summary>Waits that were shortened.</summary>
    public int Hastened { get; init; }

    public long Rotations { get; init; }

    public long RowsRewritten { get; init; }

    /// <summary>Compare-and-swap conflicts. Without any, the run proves nothing about them.</summary>
    public long RowsSuperseded { get; init; }

    public ApplicationTotals Applications { get; } = new();

    /// <summary>Processes that died by themselves, rotations that failed, rows that applications found wrong.</summary>
    public IReadOnlyList<string> Unexpected { get; init; } = [];

    public Findings? Findings { get; init; }

    public bool HasConflicts => RowsSuperseded > 0;

    public bool IsGood => HasConflicts && Unexpected.Count == 0 && Findings?.Violations.Count == 0;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Seed {Seed}, {Elapsed.TotalMinutes:0.0} minutes, {Struck.Values.Sum()} faults: {Verdict}").AppendLine();
        text.AppendLine("| fault | times |").AppendLine("|---|---|");
        foreach (var (kind, times) in Struck)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {kind} | {times} |");
        foreach (var (kind, why) in Skipped)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {kind} | skipped: {why} |");
        text.AppendLine().AppendLine("| of those, at failpoint | times |").AppendLine("|---|---|");
        foreach (var (point, times) in Failpoints)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {point} | {times} |");
        text.AppendLine().AppendLine("| looked at | number |").AppendLine("|---|---|");
        foreach (var (what, number) in Counted())
            text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {number} |");
        foreach (var problem in Unexpected.Concat(Findings?.Violations ?? []))
            text.AppendLine().AppendLine(problem);
        return text.ToString();
    }

    private string Verdict => IsGood ? "all survived."
        : Unexpected.Count > 0 || Findings?.Violations.Count > 0 ? "NOT SURVIVED."
        : "does not count, because no row was written by the application while a migration had it in hand (rows_superseded = 0).";

    private IEnumerable<KeyValuePair<string, long>> Counted() =>
        new Dictionary<string, long>
        {
            ["rotations completed"] = Rotations,
            ["rows rewritten by migrations"] = RowsRewritten,
            ["compare-and-swap conflicts (rows superseded)"] = RowsSuperseded,
            ["rows written by the application"] = Applications.Written,
            ["of those, in or just ahead of a batch in hand"] = Applications.Hot,
            ["rows opened by the reader"] = Applications.Read,
            ["rows that the applications found wrong"] = Applications.Wrong.Count,
            ["waits shortened"] = Hastened,
        }.Concat(Findings?.Counted ?? new Dictionary<string, long>());
}
