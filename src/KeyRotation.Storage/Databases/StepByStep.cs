using System.Data;
using Dapper;

namespace KeyRotation.Storage.Databases;

/// <summary>Steps as statements of their own in a transaction of the driver's: one round trip each.</summary>
internal static class StepByStep
{
    /// <summary>Ends at the first step that is refused; the caller must roll back then.</summary>
    public static async Task<Commitment> RunAsync(Session session, IReadOnlyList<Step> steps)
    {
        var counted = new Dictionary<string, int>();
        foreach (var step in steps)
        {
            var hit = await session.ExecuteAsync(step.Statement, counted.Count == 0 ? step.Parameters : With(counted, step.Parameters)).ConfigureAwait(false);
            if (step.CountedAs is { } name)
                counted[name] = hit;
            if (step.MustHit is { } expected && hit != expected)
                return new Commitment(step, counted);
        }
        return new Commitment(null, counted);
    }

    private static DynamicParameters With(Dictionary<string, int> counted, object parameters)
    {
        var all = new DynamicParameters(parameters);
        foreach (var (name, hit) in counted)
            all.Add(name, hit, DbType.Int32);
        return all;
    }
}
