using System.Reflection;
using System.Text;
using KeyRotation.Encryption;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Dialects;
using KeyRotation.Storage.Migration;
using KeyRotation.Storage.Schema;
using KeyRotation.Storage.Targets;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace KeyRotation.Integration.Statements;

/// <summary>
/// Every statement of the product, as each dialect renders it, is kept beside this test; a change of it is reviewed like code.
/// Everything that SQL Server would be sent is parsed with Microsoft's own parser.
/// </summary>
[TestFixture]
public sealed class ApprovedStatements
{
    private static readonly string[] Forbidden = ["merge ", "create or alter", "output deleted", " ntext", " image"];

    [TestCase(DatabaseKind.SqlServer)]
    [TestCase(DatabaseKind.PostgreSql)]
    [TestCase(DatabaseKind.Sqlite)]
    public void Are_rendered_as_they_were_approved(DatabaseKind kind)
    {
        var rendered = new StringBuilder();
        foreach (var (name, statement) in All(kind))
            rendered.Append("-- ").Append(name).Append('\n').Append(statement.ReplaceLineEndings("\n").TrimEnd()).Append("\n\n");
        var file = Path.Combine(SourceFolder(), "approved", $"{kind.ToString().ToLowerInvariant()}.sql");
        if (Environment.GetEnvironmentVariable("KEYROTATION_APPROVE") == "true")
            File.WriteAllText(file, rendered.ToString());

        Assert.That(rendered.ToString(), Is.EqualTo(File.ReadAllText(file)), "If the change is meant, approve it: KEYROTATION_APPROVE=true dotnet test --filter ApprovedStatements");
    }

    [Test]
    public void Of_SQL_Server_are_understood_by_its_own_parser()
    {
        foreach (var (name, statement) in All(DatabaseKind.SqlServer))
            Assert.That(Problems(statement), Is.Empty, name);
    }

    [Test]
    public void Of_SQL_Server_s_schema_scripts_are_understood_by_its_own_parser()
    {
        foreach (var (name, text) in SchemaScripts.For(DatabaseKind.SqlServer))
            Assert.That(Problems(text), Is.Empty, name);
    }

    [Test]
    public void Of_SQL_Server_stay_in_the_plain_subset()
    {
        var texts = All(DatabaseKind.SqlServer).Concat(SchemaScripts.For(DatabaseKind.SqlServer));
        foreach (var (name, text) in texts)
            foreach (var word in Forbidden)
                Assert.That(text, Does.Not.Contain(word).IgnoreCase, name);
    }

    [Test]
    public void Never_carry_a_token_that_a_dialect_left_unrendered()
    {
        foreach (var kind in Enum.GetValues<DatabaseKind>())
            foreach (var (name, statement) in All(kind))
                Assert.That(statement, Does.Not.Match(@"\{[a-z]"), $"{kind} {name}");
    }

    private static IList<ParseError> Errors(string sql)
    {
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return errors;
    }

    private static IEnumerable<string> Problems(string sql) => Errors(sql).Select(error => $"line {error.Line}: {error.Message}");

    /// <summary>Found by their type: a statement cannot be run without being one, so none is forgotten.</summary>
    private static IEnumerable<(string Name, string Text)> All(DatabaseKind kind)
    {
        var dialect = Dialect.Of(kind);
        foreach (var type in typeof(Statement).Assembly.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
            foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly).OrderBy(field => field.MetadataToken))
                if (!type.FullName!.Contains("Samples", StringComparison.Ordinal))
                    foreach (var (name, statement) in Of(field))
                        yield return ($"{type.Name}.{name}", statement.For(dialect));
        foreach (var property in typeof(Dialect).GetProperties().Where(property => property.PropertyType == typeof(Statement)).OrderBy(property => property.MetadataToken))
            if (property.GetValue(dialect) is Statement statement)
                yield return ($"Dialect.{property.Name}", statement.For(dialect));
        foreach (var property in typeof(TableInspector).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic).Where(property => property.PropertyType == typeof(Statement)))
            yield return ($"TableInspector.{property.Name}", ((Statement)property.GetValue(TableInspector.For(kind))!).For(dialect));
        foreach (var (name, statement) in OfTarget(dialect))
            yield return (name, statement.For(dialect));
    }

    private static IEnumerable<(string Name, Statement Statement)> Of(FieldInfo field) => field.FieldType switch
    {
        var type when type == typeof(Statement) => [(field.Name, (Statement)field.GetValue(null)!)],
        var type when type == typeof(Statement[]) => ((Statement[])field.GetValue(null)!).Select((statement, index) => ($"{field.Name}[{index}]", statement)),
        _ => [],
    };

    /// <summary>The statements of one target that has everything: a composite key with a collation, both encodings, sources.</summary>
    private static IEnumerable<(string Name, Statement Statement)> OfTarget(Dialect dialect)
    {
        var target = new TargetDefinition
        {
            Name = "sample",
            KeyType = "token_encryption",
            Table = "app.oauth_tokens",
            KeyColumns = [new KeyColumn("tenant", typeof(long), "bigint", null), new KeyColumn("name", typeof(string), "varchar(100)", dialect.Kind == DatabaseKind.SqlServer ? "Cyrillic_General_100_CI_AS" : null)],
            ContextColumns = [new ContextColumn("tenant", LogicalType.WholeNumber)],
            BoundColumns = [new KeyColumn("tenant", typeof(long), "bigint", null), new KeyColumn("name", typeof(string), "nvarchar(100)", "Latin1_General_100_CI_AS")],
            Columns = [new SealedColumn("secret", ColumnEncoding.Binary), new SealedColumn("note", ColumnEncoding.Text)],
            ExpiresAt = "expires_at",
            History = dialect.Kind == DatabaseKind.SqlServer
                ? new HistoryTable("app.oauth_tokens_history", [new KeyColumn("valid_to", typeof(DateTime), "datetime2(7)", null), new KeyColumn("valid_from", typeof(DateTime), "datetime2(7)", null)]) { HasTies = true }
                : new HistoryTable("app.oauth_tokens_history", [new KeyColumn("id", typeof(long), "bigint", null)]),
        };
        foreach (var (suffix, sources) in new (string, SourceColumn[])[] { ("", []), (", adopting", [new SourceColumn("plain", ColumnEncoding.Text), new SourceColumn("raw", ColumnEncoding.Binary)]) })
        {
            var sql = TargetSql.For(dialect, target, sources);
            yield return ($"Target.EstimateRows{suffix}", sql.EstimateRows);
            yield return ($"Target.Boundaries{suffix}", sql.Boundaries(rows: 100));
            yield return ($"Target.Boundaries, from a sample{suffix}", sql.Boundaries(rows: 10_000_000));
            foreach (var (bounds, after, through) in new[] { ("", false, false), (", behind", true, false), (", up to", false, true), (", between", true, true) })
                yield return ($"Target.Read{bounds}{suffix}", sql.Read(after, through));
            if (sources.Length == 0)
                foreach (var (count, statement) in new[] { ("CountFirst", sql.CountFirst), ("CountNext", sql.CountNext), ("CountHistoryFirst", sql.CountHistoryFirst!), ("CountHistoryNext", sql.CountHistoryNext!) })
                    yield return ($"Target.{count}", statement);
            yield return ($"Target.WriteBack{suffix}", sql.WriteBack);
            if (dialect.CommitsInOneRequest)
                yield return ($"Target.WriteBack{suffix}, as one request with its checkpoint", OneRequest.StatementOf(Batch(sql, dialect), dialect));
        }
    }

    private static IReadOnlyList<Step> Batch(TargetSql sql, Dialect dialect)
    {
        var range = new RangeProgress { WorkId = Guid.Empty, Target = "sample", Pass = 0, RangeNumber = 0, DoneThrough = null, StartedAt = default, CheckpointAt = default };
        var batch = new MigrationBatch([], [new QuarantinedCell("1", "secret", null, "truncated")], "1", 1, 0, 1, DateTimeOffset.UnixEpoch, IsLast: false);
        return
        [
            RangeClaims.Renew(range, TimeSpan.FromSeconds(60)),
            new Step(sql.WriteBack, new object()) { CountedAs = RangeCheckpoint.Written },
            .. RangeCheckpoint.Steps(range, batch, written: null, "token_encryption", dialect, TimeSpan.FromSeconds(60)),
        ];
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        File.Exists(file) ? Path.GetDirectoryName(file)! : Path.Combine(RepositoryRoot(), "tests", "KeyRotation.Integration", "Statements");

    // A deterministic build maps source paths away.
    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KeyRotation.Jobs.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
