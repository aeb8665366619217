using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Operations;

/// <summary>Every query of <c>sql/README.md</c> answers its question on every database.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ReadmeContract(DatabaseKind kind) : OpsFixture(kind)
{
    [Test]
    public async Task The_views_have_the_columns_that_are_documented_in_their_order()
    {
        var documented = SqlReadme.Columns();

        // A later script may make a view anew.
        Assert.That(documented.Keys, Is.EquivalentTo(SchemaScripts.For(Kind).SelectMany(script => ViewNames(script.Text)).Distinct().ToArray()));
        foreach (var (view, columns) in documented)
            Assert.That(await Store.ColumnsAsync($"select * from {Ops}{view}"), Is.EqualTo(columns), view);
    }

    [Test]
    public async Task The_ten_questions_are_answered()
    {
        await LiveAsync();
        var questions = SqlReadme.Questions(Kind);
        var answers = new Dictionary<string, IReadOnlyList<object?[]>>();
        foreach (var (number, query) in questions)
            answers[number] = await Store.QueryAsync(query);

        Assert.Multiple(() =>
        {
            Assert.That(answers.Keys, Is.EquivalentTo(new[] { "1", "2", "2b", "3", "4", "5", "5b", "6", "7", "8", "9", "10" }));
            // Due: not session_encryption, which is in time.
            Assert.That(Column(answers["1"], 0), Is.EquivalentTo(new[] { "token_encryption", "database_encryption", "file_encryption", "api_signature" }));
            Assert.That(answers["1"].Single(row => (string)row[0]! == "database_encryption")[1], Is.EqualTo("due"));
            Assert.That(answers["2"].Select(row => (row[0], row[1], row[2])), Is.EqualTo(new[] { ((object?)"token_encryption", (object?)"secrets", (object?)"failed") }));
            Assert.That(Column(answers["2b"], 0), Is.EquivalentTo(new[] { "token_encryption", "file_encryption" }));
            Assert.That(answers["3"].Single()[..3], Is.EqualTo(new object?[] { "token_encryption", "failed", null }));
            Assert.That(answers["4"].Select(row => (row[0], row[4])), Is.EqualTo(new[] { ((object?)"database_encryption", (object?)"dba") }));
            Assert.That(Column(answers["5"], 0), Is.EquivalentTo(new[] { "database_encryption", "file_encryption" }));
            Assert.That(Column(answers["5b"], 0), Does.Contain("assess").And.Contain("rotate.token_encryption"));
            Assert.That(answers["6"].Select(row => (row[1], row[2])), Is.EqualTo(new[] { ((object?)"completed", (object?)"success") }));
            Assert.That(answers["7"].Select(row => (row[0], row[2])), Does.Contain(((object?)"node-a", (object?)"ready")).And.Contain(((object?)"node-b", (object?)"silent")));
            Assert.That(answers["8"].Single()[..2], Is.EqualTo(new object?[] { "token_encryption", "secrets" }));
            Assert.That(answers["9"].Where(row => (string)row[0]! == "token_encryption").Select(row => row[2]), Is.EqualTo(new[] { "grace", "active" }));
            Assert.That(answers["10"].Select(row => (row[1], row[2])), Is.EqualTo(new[] { ((object?)"alice", (object?)"pause") }));
        });
    }

    [Test]
    public async Task The_requests_are_recorded_with_the_login()
    {
        foreach (var block in SqlReadme.Blocks($"{Store.Provider}-request"))
            await Store.ExecuteAsync(block);

        var requests = await Store.QueryAsync(SqlReadme.Blocks(Kind == DatabaseKind.Sqlite ? "sqlite" : "").Single(block => block.Contains("v_requests", StringComparison.Ordinal)));
        var login = Kind == DatabaseKind.Sqlite ? "file owner" : await Store.ScalarAsync<string>(Kind == DatabaseKind.PostgreSql ? "select session_user" : "select original_login()");
        Assert.That(requests.Select(row => (row[1], row[2])), Is.EquivalentTo(new (object?, object?)[]
        {
            ("pause", "token_encryption"), ("resume", "token_encryption"), ("pause", "all"), ("resume", "all"), ("rotation", "token_encryption"),
        }));
        Assert.That(requests.Select(row => (row[3], row[5])), Is.All.EqualTo(((object?)"waiting", (object?)login)));
        var paused = await AskOneAsync("paused_until, requested_at, reason", "v_requests", "where paused_until is not null");
        Assert.That(Moment(paused[0]) - Moment(paused[1]), Is.EqualTo(TimeSpan.FromHours(4)).Within(TimeSpan.FromMinutes(1)));
        Assert.That(paused[2], Is.EqualTo("storage move, ticket 4711"));
        Assert.That(await Store.ScalarAsync<string>($"select trigger_name from {Store.Schema}request where kind = 'rotation'"), Is.EqualTo("planned_maintenance"));
        Assert.That(await Store.QueryAsync($"select request_id from {Store.Schema}request"), Has.All.Matches<object?[]>(row => row is [{ } id] && Guid.TryParse($"{id}", out _)));
    }

    [TestCase("no_such_type", "a test", null, "is not known")]
    [TestCase("token_encryption", "  ", null, "reason is missing")]
    [TestCase(null, "a test", null, "key type is missing")]
    [TestCase("token_encryption", "a test", "security_breach", "emergenc")]
    [TestCase("token_encryption", "a test", "because", "cannot be asked for")]
    public async Task A_rotation_that_cannot_be_asked_for_is_refused_with_the_reason(string? keyType, string reason, string? trigger, string problem)
    {
        var call = Kind switch
        {
            DatabaseKind.PostgreSql => $"select ops.request_rotation({Text(keyType)}, {Text(reason)}{(trigger is null ? "" : $", {Text(trigger)}")})",
            DatabaseKind.SqlServer => $"exec ops.request_rotation {Text(keyType)}, {Text(reason)}{(trigger is null ? "" : $", {Text(trigger)}")}",
            _ => $"insert into ops_request_rotation (key_type, reason, trigger_name) values ({Text(keyType)}, {Text(reason)}, {Text(trigger)})",
        };

        var refused = await Assert.CatchAsync<System.Data.Common.DbException>(() => Store.ExecuteAsync(call));

        Assert.That(refused.Message, Does.Contain(problem).IgnoreCase);
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}request"), Is.Zero);
    }

    [Test]
    public void A_pause_that_would_be_over_already_is_refused()
    {
        var past = Literal(TimeProvider.System.GetUtcNow().AddMinutes(-1));
        var call = Kind switch
        {
            DatabaseKind.PostgreSql => $"select ops.request_pause(null, 'a test', {past})",
            DatabaseKind.SqlServer => $"exec ops.request_pause null, 'a test', {past}",
            _ => $"insert into ops_request_pause (key_type, reason, until) values (null, 'a test', {past})",
        };

        Assert.That(() => Store.ExecuteAsync(call), Throws.InstanceOf<System.Data.Common.DbException>().With.Message.Contains("over already"));
    }

    /// <summary>A system some time into its life: one rotation failed, one key due and paused, one scheduled, one node gone.</summary>
    private async Task LiveAsync()
    {
        await RotateAsync("token_encryption");
        await InsertSecretsAsync(20);
        await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral("010203")} where id = 7");
        await RotateAsync("token_encryption");
        await RotateAsync("database_encryption");
        await AgeAsync("database_encryption", days: 181);
        await PauseAsync("database_encryption", null);
        await RotateAsync("file_encryption");
        await RotateAsync("session_encryption");
        await Get<RotationRequests>().OpenAsync(new PlannedRotation("file_encryption", RotationTrigger.PlannedMaintenance, "a test"), "tester", outsideWindow: false, CancellationToken.None);
        await NodeAsync("node-a", TimeProvider.System.GetUtcNow());
        await NodeAsync("node-b", TimeProvider.System.GetUtcNow().AddHours(-1));
        var yesterday = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddHours(-10);
        await Store.ExecuteAsync(
            $"""
            insert into {Store.Schema}audit_event (lane, seq, previous, hash, canonical, event_id, occurred_at, action, outcome, actor)
            values (99, 1, {BinaryLiteral("00")}, {BinaryLiteral("00")}, {BinaryLiteral("00")}, '{Guid.NewGuid():D}', {Literal(yesterday)}, 'pause', 'success', 'alice')
            """);
    }

    private static IEnumerable<object?> Column(IEnumerable<object?[]> rows, int column) => rows.Select(row => row[column]);

    private static string Text(string? value) => value is null ? "null" : $"'{value}'";

    private static IEnumerable<string> ViewNames(string script) =>
        System.Text.RegularExpressions.Regex.Matches(script, @"create view ops[._](?<name>v_\w+)").Select(match => match.Groups["name"].Value);
}
