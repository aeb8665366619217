using KeyRotation.Alerts;
using KeyRotation.Jobs;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Quartz;

namespace KeyRotation.Integration.Operations;

/// <summary>What goes wrong in Quartz's own tables is seen, alerted, and repaired by the next start.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ScheduleReportContract(DatabaseKind kind) : OpsFixture(kind)
{
    [Test]
    public async Task Schedules_as_they_were_seeded_have_nothing_wrong_with_them()
    {
        var report = await Get<IScheduleControl>().ReportAsync(CancellationToken.None);

        Assert.That(report.FailedTriggers, Is.Empty);
        Assert.That(report.Jobs, Has.Count.EqualTo(5));
        Assert.That(report.Jobs.Select(job => job.NamedKeyType), Is.EqualTo(report.Jobs.Select(job => job.KeyType)));
        Assert.That(await CodesAsync(), Does.Not.Contain(AlertCodes.JobData).And.Not.Contain(AlertCodes.SchedulerFailure));
    }

    [TestCase(null)]
    [TestCase("tokens")]
    public async Task A_job_without_a_key_type_that_is_known_does_nothing_is_alerted_and_is_repaired_by_the_next_start(string? named)
    {
        await SpoilAsync(named);
        await Scheduler.Start(CancellationToken.None);

        await Get<IScheduleControl>().RunNowAsync("token_encryption", CancellationToken.None);
        await Poll.UntilAsync(async () => (await LastResultAsync()).Length > 0, LastResultAsync);

        Assert.That(await LastResultAsync(), Is.EqualTo("succeeded"), "Thrown into Quartz, it would be a failure that a later firing may mend.");
        Assert.That(await CodesAsync(), Does.Contain(AlertCodes.JobData));
        await Get<Schedules>().SeedAsync(CancellationToken.None);
        Assert.That(await CodesAsync(), Does.Not.Contain(AlertCodes.JobData));
    }

    [Test]
    public async Task A_trigger_in_state_ERROR_is_alerted_and_set_going_again_by_the_next_assessment()
    {
        await Store.ExecuteAsync($"update {QuartzTable("TRIGGERS")} set TRIGGER_STATE = 'ERROR' where TRIGGER_NAME = 'window.token_encryption'");

        var failed = (await Get<IScheduleControl>().ReportAsync(CancellationToken.None)).FailedTriggers;
        var codes = await CodesAsync();
        await Get<KeyAssessment>().RunAsync(CancellationToken.None);

        Assert.That(failed, Is.EqualTo(new[] { new FailedTrigger("window.token_encryption", "rotate.token_encryption", "token_encryption") }));
        Assert.That(codes, Does.Contain(AlertCodes.SchedulerFailure));
        Assert.That(await Scheduler.GetTriggerState(JobKeys.Window("token_encryption"), CancellationToken.None), Is.EqualTo(TriggerState.Normal));
    }

    private Task SpoilAsync(string? named)
    {
        var job = JobBuilder.Create<RotateKeyJob>().WithIdentity(JobKeys.Rotate("token_encryption")).StoreDurably();
        if (named is not null)
            job = job.UsingJobData(JobKeys.KeyTypeData, named);
        return Scheduler.AddJob(job.Build(), new AddJobOptions { Replace = true }, CancellationToken.None).AsTask();
    }

    private async Task<IEnumerable<string>> CodesAsync() =>
        AlertRules.Of(await Get<AlertFactsReader>().ReadAsync(CancellationToken.None)).Select(alert => alert.Code);

    private async Task<string> LastResultAsync() =>
        (await AskAsync("last_result", "v_job_state", "where key_type = 'token_encryption' and last_result is not null")).Select(row => $"{row[0]}").FirstOrDefault() ?? "";

    private string QuartzTable(string name) => Kind == DatabaseKind.Sqlite ? $"QRTZ_{name}" : $"keyrotation.QRTZ_{name}";
}
