using KeyRotation.Claims;
using KeyRotation.Rotations;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>What the API answers to a rollback, from the outside.</summary>
public sealed class RollbackAnswers : ApiFixture
{
    [Test]
    public async Task Without_a_reason_nothing_is_rolled_back()
    {
        var (status, problem, _) = await PostAsync($"/rotations/{Guid.NewGuid()}/rollback", "{}", "security_officer");

        Assert.That((status, problem.GetProperty("errors").TryGetProperty("reason", out _)), Is.EqualTo((400, true)));
    }

    [Test]
    public async Task A_field_that_it_does_not_know_is_refused()
    {
        var (status, problem, _) = await PostAsync($"/rotations/{Guid.NewGuid()}/rollback", """{"reason":"a test","force":true}""", "security_officer");

        Assert.That((status, problem.GetProperty("errors").TryGetProperty("force", out _)), Is.EqualTo((400, true)));
    }

    [TestCase("nonsense")]
    [TestCase("00000000-0000-0000-0000-000000000000")]
    public async Task A_rotation_that_is_not_there_is_404(string id)
    {
        var (status, problem, _) = await PostAsync($"/rotations/{id}/rollback", """{"reason":"a test"}""", "security_officer");

        Assert.That((status, problem.GetProperty("code").GetString()), Is.EqualTo((404, "rotation_not_found")));
    }

    [Test]
    public async Task A_refusal_is_a_problem_with_its_code_and_the_way_out()
    {
        var (_, rotation, _) = await PostAsync("/schedule", """{"key_type":"file_encryption","reason":"a test"}""", "operator");
        var id = rotation.GetProperty("id").GetString();

        var (status, problem, response) = await PostAsync($"/rotations/{id}/rollback", """{"reason":"a test"}""", "security_officer");
        await PostAsync($"/rotations/{id}/cancel", "{}", "operator");

        Assert.Multiple(() =>
        {
            Assert.That((status, response.Content.Headers.ContentType!.MediaType), Is.EqualTo((409, "application/problem+json")));
            Assert.That((problem.GetProperty("type").GetString(), problem.GetProperty("rotation_id").GetString()), Is.EqualTo(("urn:keyrotation:problem:rotation_not_failed", id)));
            Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("expected failed"));
        });
    }

    [Test]
    public async Task An_operator_alone_may_not()
    {
        var (status, problem, _) = await PostAsync($"/rotations/{Guid.NewGuid()}/rollback", """{"reason":"a test"}""", "operator");

        Assert.That((status, problem.GetProperty("code").GetString()), Is.EqualTo((403, "forbidden")));
    }

    [Test]
    public async Task What_was_rolled_back_before_is_answered_as_it_stands()
    {
        var opened = await Services.GetRequiredService<RotationRequests>().OpenAsync(new PlannedRotation("database_encryption", RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);
        var store = Services.GetRequiredService<IRotationStore>();
        var claims = Services.GetRequiredService<IClaimStore>();
        var claim = (await claims.TryTakeAsync("rotation:database_encryption", CancellationToken.None))!;
        var now = TimeProvider.System.GetUtcNow();
        var rotation = (await store.FindAsync(opened.Id, CancellationToken.None))!;
        foreach (var state in new[] { RotationState.Generating, RotationState.Failed, RotationState.RollingBack })
        {
            var next = rotation with { State = state, StartedAt = now };
            await store.ChangeAsync(new Fence(claim), rotation, next, RotationEvents.Moved(rotation, next, now), CancellationToken.None);
            rotation = next;
        }
        await claims.ReleaseAsync(claim, CancellationToken.None);

        var (status, body, response) = await PostAsync($"/rotations/{opened.Id}/rollback", """{"reason":"a test"}""", "security_officer");

        Assert.That((status, $"{response.Headers.Location}"), Is.EqualTo((202, $"/api/v1/key-rotation/rotations/{opened.Id}")));
        Assert.That((body.GetProperty("state").GetString(), body.GetProperty("rollback_by").ValueKind), Is.EqualTo(("rolling_back", System.Text.Json.JsonValueKind.Null)));
    }
}
