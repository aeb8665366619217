using KeyRotation.Cluster.Clocked;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Sql;

/// <summary>The questions of <c>sql/README.md</c>, asked while nodes are at work on what they ask about.</summary>
public sealed class QuestionsBesideNodes
{
    [Test]
    public async Task Each_is_answered_as_the_cluster_stands()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        cluster.StartWorker();
        cluster.StartWorker();
        await cluster.UntilKeysAreThereAsync();
        await cluster.AdoptAsync("token_encryption", 1000);
        await cluster.AgeAsync("token_encryption", 200);
        await cluster.AgeAsync("database_encryption", 190);
        await cluster.Store.ExecuteAsync("select ops.request_pause('file_encryption', 'a storage move', null)");
        await cluster.Store.ExecuteAsync("select ops.request_rotation('token_encryption', 'a test', 'planned_maintenance')");
        await cluster.UntilAsync("keyrotation.request where taken_at is not null", 2);
        await cluster.Store.ExecuteAsync("update keyrotation.rotation set batch_size = 10, pace = 20 where key_type = 'token_encryption' and ended_at is null");
        cluster.MoveTo("2027-01-12 02:00:01");
        await cluster.UntilAsync("keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.ended_at is null and r.batch_number > 2 and r.finished_at is null");

        var answers = new Dictionary<string, IReadOnlyList<object?[]>>();
        foreach (var (number, query) in SqlReadme.Questions(DatabaseKind.PostgreSql))
            answers[number] = await cluster.Store.QueryAsync(query);
        var instances = await cluster.Store.QueryAsync("select instance_name from keyrotation.qrtz_scheduler_state order by 1");

        Assert.Multiple(() =>
        {
            Assert.That(answers, Has.Count.EqualTo(12));
            Assert.That(Column(answers["1"], 0), Does.Contain("token_encryption"));
            var running = answers["2"].Single(row => (string)row[0]! == "token_encryption");
            Assert.That((running[2], running[6]), Is.EqualTo(((object?)"migrating", (object?)1000L)), "Of 1000 rows.");
            Assert.That((decimal)Convert.ChangeType(running[5], typeof(decimal), null)!, Is.GreaterThan(20m).And.LessThan(1000m));
            Assert.That(instances.Select(row => row[0]), Does.Contain(running[10]), "Worked on by a member of the cluster, by the same name.");
            Assert.That(Column(answers["2b"], 0), Does.Contain("token_encryption"));
            Assert.That(answers["3"].Single()[1], Is.EqualTo("migrating"));
            Assert.That(Column(answers["4"], 0), Does.Contain("file_encryption"));
            Assert.That(Column(answers["5b"], 0), Does.Contain("rotate.token_encryption"));
            Assert.That(answers["7"].Select(row => row[2]), Has.Exactly(2).EqualTo("ready"));
            Assert.That(answers["8"], Is.Empty);
            Assert.That(answers["9"].Where(row => (string)row[0]! == "token_encryption").Select(row => row[2]), Does.Contain("grace").And.Contain("active"));
        });
    }

    private static IEnumerable<object?> Column(IReadOnlyList<object?[]> rows, int column) => rows.Select(row => row[column]);
}
