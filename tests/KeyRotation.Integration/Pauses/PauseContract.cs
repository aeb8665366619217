using KeyRotation.Audit;
using KeyRotation.Pauses;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Pauses;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class PauseContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    [Test]
    public async Task A_pause_holds_what_may_run_outside_the_window_too_and_says_who_and_why()
    {
        await Get<PauseService>().PauseAsync(null, "upgrade", null, "anna", CancellationToken.None);

        var waiting = (RotationProgress.Waiting)await RotateAsync(KeyType);

        var rotation = (await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None))!;
        Assert.Multiple(() =>
        {
            Assert.That(waiting.Hold, Is.EqualTo(Hold.Paused));
            Assert.That(rotation.HoldDetail, Does.Contain("anna").And.Contain("upgrade"));
        });
        await Get<PauseService>().ResumeAsync(null, "anna", CancellationToken.None);
        Assert.That(await Get<RotationService>().RunAsync(KeyType, CancellationToken.None), Is.TypeOf<RotationProgress.Ended>());
    }

    [Test]
    public async Task One_key_type_resumes_and_the_others_stay_paused_as_they_were()
    {
        await Get<PauseService>().PauseAsync(null, "upgrade", null, "anna", CancellationToken.None);

        await Get<PauseService>().ResumeAsync(KeyType, "bert", CancellationToken.None);

        var pauses = await Get<IPauseStore>().ListAsync(CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(pauses.All.Select(pause => pause.Scope), Is.EquivalentTo(new[] { "database_encryption", "file_encryption", "session_encryption", "api_signature" }));
            Assert.That(pauses.All.Select(pause => (pause.By, pause.Reason)), Is.All.EqualTo(("anna", "upgrade")));
        });
    }

    [Test]
    public async Task Commands_at_once_come_one_after_the_other_and_each_that_changed_something_is_in_the_trail()
    {
        var service = Get<PauseService>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(command => command % 2 == 0
            ? service.PauseAsync(null, $"reason {command}", null, "anna", CancellationToken.None)
            : (Task)service.ResumeAsync(null, "bert", CancellationToken.None)));

        var pauses = await Get<IPauseStore>().ListAsync(CancellationToken.None);
        var resumed = await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}audit_event where action = 'scheduler.resumed'");
        var paused = await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}audit_event where action = 'scheduler.paused'");
        Assert.Multiple(() =>
        {
            Assert.That(pauses.All, Has.Count.LessThanOrEqualTo(1));
            Assert.That(paused, Is.EqualTo(10));
            Assert.That(resumed, Is.LessThanOrEqualTo(10), "A resume of nothing is none.");
        });
        Assert.That((await Get<AuditProof>().VerifyAsync(CancellationToken.None)).FirstBreak, Is.Null);
    }

    [Test]
    public async Task A_resume_of_what_is_not_paused_changes_nothing()
    {
        var before = await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}audit_event");

        await Get<PauseService>().ResumeAsync(KeyType, "bert", CancellationToken.None);

        Assert.That(await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}audit_event"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_pause_whose_end_is_over_is_taken_away_by_the_scheduler()
    {
        await Get<PauseService>().PauseAsync(KeyType, "short", TimeProvider.System.GetUtcNow().AddMilliseconds(200), "anna", CancellationToken.None);

        await Poll.UntilAsync(
            async () =>
            {
                await Get<PauseService>().LiftExpiredAsync(CancellationToken.None);
                return (await Get<IPauseStore>().ListAsync(CancellationToken.None)).All.Count == 0;
            },
            async () => string.Join(Environment.NewLine, (await Get<IPauseStore>().ListAsync(CancellationToken.None)).All));

        Assert.That(await Store.ScalarAsync<string>($"select actor from {Store.Schema}audit_event where action = 'scheduler.resumed'"), Is.EqualTo("scheduler"));
    }
}
