using System.Reflection;
using KeyRotation.Audit;

namespace KeyRotation.Faults;

/// <summary>The points that there are: both sides of every commit, of the escrow's put and of the key-encryption key's wrap.</summary>
public static class FailpointNames
{
    /// <summary>The commit of a batch of a migration.</summary>
    public const string Batch = "batch";

    /// <summary>A key version is put into escrow.</summary>
    public const string EscrowPut = "escrow.put";

    /// <summary>The key-encryption key wraps a record.</summary>
    public const string KekWrap = "kek.wrap";

    /// <summary>Names of actions are constants, so that none can be forgotten here.</summary>
    public static IReadOnlyCollection<string> All { get; } = new SortedSet<string>(
        typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(action => $"audit:{action.GetRawConstantValue()}").Append(Batch)
            .SelectMany(commit => new[] { BeforeCommit(commit), AfterCommit(commit) })
            .Concat(new[] { EscrowPut, KekWrap }.SelectMany(call => new[] { Before(call), After(call) })),
        StringComparer.Ordinal);

    /// <summary>The commit of a change, by the first event that it appends.</summary>
    public static string Audit(string action) => $"audit:{action}";

    /// <summary>Everything is written, nothing is committed.</summary>
    public static string BeforeCommit(string commit) => $"{commit}:before-commit";

    /// <summary>Committed; nobody was told yet.</summary>
    public static string AfterCommit(string commit) => $"{commit}:after-commit";

    public static string Before(string call) => $"{call}:before";

    public static string After(string call) => $"{call}:after";
}
