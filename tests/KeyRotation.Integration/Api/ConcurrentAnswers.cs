using System.Text.Json;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>The same command many times at once, from a process that has no worker: each is answered, and what they ask for happens once.</summary>
public sealed class ConcurrentAnswers : ApiFixture
{
    private const int Times = 20;

    [Test]
    public async Task One_opens_the_rotation_and_the_others_are_told_which()
    {
        var answers = await ManyAsync(() => PostAsync("/schedule", """{"key_type":"token_encryption","reason":"a test"}"""));

        var opened = answers.Single(answer => answer.Status == 201).Body.GetProperty("id").GetString();
        Assert.That(answers.Count(answer => answer.Status == 409), Is.EqualTo(Times - 1));
        Assert.That(answers.Where(answer => answer.Status == 409).Select(answer => answer.Body.GetProperty("rotation_id").GetString()), Is.All.EqualTo(opened));
    }

    [Test]
    public async Task Emergencies_come_to_one_rotation_and_each_is_an_incident()
    {
        var answers = await ManyAsync(() => PostAsync("/emergency-rotation", """{"key_type":"api_signature","reason":"a test","pause_routine":false}"""));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(202));
        Assert.That(answers.Select(answer => answer.Body.GetProperty("rotation_id").GetString()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(answers.Select(answer => answer.Body.GetProperty("incident_id").GetString()).Distinct().Count(), Is.EqualTo(Times));
        Assert.That(answers.Count(answer => !answer.Body.GetProperty("raised").GetBoolean()), Is.EqualTo(1));
    }

    [Test]
    public async Task One_cancels_and_the_others_find_it_ended_or_in_hand()
    {
        var id = (await PostAsync("/schedule", """{"key_type":"session_encryption","reason":"a test"}""")).Body.GetProperty("id").GetString();

        var answers = await ManyAsync(() => PostAsync($"/rotations/{id}/cancel", "{}"));

        Assert.That(answers.Count(answer => answer.Status == 202), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != 202).Select(answer => answer.Body.GetProperty("code").GetString()), Is.All.AnyOf("rotation_ended", "rotation_in_hand"));
    }

    [Test]
    public async Task A_rotation_that_ended_a_moment_ago_is_not_executed()
    {
        var id = (await PostAsync("/schedule", """{"key_type":"file_encryption","reason":"a test"}""")).Body.GetProperty("id").GetString();
        await TestStore.Of(DatabaseKind.Sqlite, Services.GetRequiredService<Database>().Settings.ConnectionString)
            .ExecuteAsync($"update keyrotation_rotation set state = 'completed', outcome = 'success', ended_at = '2026-01-01 00:00:00.000000' where rotation_id = '{id}'");

        var (status, body, _) = await PostAsync("/execute", $$"""{"rotation_id":"{{id}}"}""");
        var byType = await PostAsync("/execute", """{"key_type":"file_encryption"}""");

        Assert.That((status, body.GetProperty("code").GetString()), Is.EqualTo((409, "rotation_ended")));
        Assert.That((byType.Status, byType.Body.GetProperty("code").GetString()), Is.EqualTo((404, "no_open_rotation")));
    }

    [Test]
    public async Task Without_any_worker_commands_are_taken_and_the_status_says_that_nothing_will_run()
    {
        var (status, _, _) = await PostAsync("/schedule", """{"key_type":"database_encryption","reason":"a test"}""");

        Assert.That(status, Is.EqualTo(201));
        Assert.That((await GetAsync("/scheduler/status")).Body.GetProperty("scheduler_status").GetString(), Is.EqualTo("error"));
        Assert.That((await GetAsync("/health")).Body.GetProperty("status").GetString(), Is.EqualTo("unhealthy"));
    }

    private static async Task<IReadOnlyList<(int Status, JsonElement Body)>> ManyAsync(Func<Task<(int Status, JsonElement Body, HttpResponseMessage Response)>> command) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => Task.Run(command)))).Select(answer => (answer.Status, answer.Body))];
}
