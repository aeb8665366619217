using System.Data;
using System.Globalization;
using System.Text;
using Dapper;
using KeyRotation.Storage.Dialects;

namespace KeyRotation.Storage.Databases;

/// <summary>
/// Steps as one request of SQL Server, which begins and ends its transaction itself. SQL Server has no time-out for a transaction
/// whose client went silent: one that is stopped between two round trips would hold its locks until it is continued. Here there
/// is no such moment (docs/cluster.md).
/// </summary>
internal static class OneRequest
{
    // Output parameters rather than a result set: a trigger of a target's table may return result sets of its own.
    private const string Refused = "refused";

    public static async Task<Commitment> RunAsync(Session session, IReadOnlyList<Step> steps)
    {
        var parameters = new DynamicParameters();
        foreach (var step in steps)
            parameters.AddDynamicParams(step.Parameters);
        foreach (var name in Outputs(steps))
            parameters.Add(name, dbType: DbType.Int32, direction: ParameterDirection.Output);
        await session.ExecuteAsync(StatementOf(steps, session.Dialect), parameters).ConfigureAwait(false);
        var counted = steps.Select(step => step.CountedAs).OfType<string>().ToDictionary(name => name, name => parameters.Get<int?>(name) ?? 0);
        return new Commitment(parameters.Get<int?>(Refused) is { } refused ? steps[refused] : null, counted);
    }

    /// <summary>
    /// The text of the request. XACT_ABORT: whatever ends it, be it a time-out, a broken connection or a cancellation, rolls it
    /// back. CATCH: so does an error that a trigger raises without rolling back.
    /// </summary>
    internal static Statement StatementOf(IReadOnlyList<Step> steps, Dialect dialect)
    {
        var text = new StringBuilder();
        text.AppendLine("set xact_abort on;").AppendLine("begin try").AppendLine("begin transaction;");
        for (var index = 0; index < steps.Count; index++)
        {
            text.Append(steps[index].Statement.For(dialect)).AppendLine(";");
            var (mustHit, countedAs) = (steps[index].MustHit, steps[index].CountedAs);
            if (countedAs is not null)
                text.AppendLine(CultureInfo.InvariantCulture, $"set @{countedAs} = @@rowcount;");
            if (mustHit is not null)
                text.AppendLine(CultureInfo.InvariantCulture, $"if {(countedAs is null ? "@@rowcount" : $"@{countedAs}")} <> {mustHit} begin rollback transaction; set @{Refused} = {index}; return; end;");
        }
        text.AppendLine("commit transaction;").AppendLine("end try");
        text.Append("begin catch if @@trancount > 0 rollback transaction; throw; end catch;");
        return new Statement(text.ToString());
    }

    private static IEnumerable<string> Outputs(IReadOnlyList<Step> steps) => steps.Select(step => step.CountedAs).OfType<string>().Append(Refused);
}
