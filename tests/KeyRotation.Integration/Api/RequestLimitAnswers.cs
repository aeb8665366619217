using KeyRotation.Api;
using KeyRotation.Configuration;

namespace KeyRotation.Integration.Api;

/// <summary>Who asks for too much waits, and nobody else does. Buckets stay empty behind a test, so each test has a caller of its own.</summary>
public sealed class RequestLimitAnswers : ApiFixture
{
    private const int Commands = 3;
    private const int Reads = 5;

    protected override void Configure(KeyRotationOptions options)
    {
        options.Api.CommandsPerMinute = Commands;
        options.Api.RequestsPerMinute = Reads;
        options.Api.EmergenciesPerMinute = 2;
        options.Api.AnonymousPerMinute = 4;
    }

    [Test]
    public async Task One_command_too_many_is_429_and_says_when_to_go_on()
    {
        for (var sent = 0; sent < Commands; sent++)
            Assert.That((await PostAsync("/scheduler/resume", "{}", "operator")).Status, Is.EqualTo(200));

        var (status, problem, response) = await PostAsync("/scheduler/resume", "{}", "operator");

        Assert.Multiple(() =>
        {
            Assert.That((status, problem.GetProperty("code").GetString()), Is.EqualTo((429, "too_many_requests")));
            Assert.That(response.Headers.RetryAfter!.ToString(), Is.EqualTo("20"), "A third of a minute for one of three.");
            Assert.That(problem.GetProperty("detail").GetString(), Does.StartWith("the operator asked for more"));
        });
        Assert.That((await GetAsync("/schedule", "operator")).Status, Is.EqualTo(200), "Reading is counted apart.");
    }

    [Test]
    public async Task Emergencies_go_through_when_other_commands_do_not_and_another_caller_hears_nothing_of_it()
    {
        while ((await PostAsync("/scheduler/resume", "{}", "security_officer")).Status != 429)
        {
        }

        var emergency = await PostAsync("/emergency-rotation", """{"key_type":"token_encryption"}""", "security_officer");
        var another = await PostAsync("/scheduler/resume", "{}", "admin");

        Assert.That((emergency.Status, another.Status), Is.EqualTo((400, 200)), "The reason is missing: it was looked at.");
        await PostAsync("/emergency-rotation", "{}", "security_officer");
        Assert.That((await PostAsync("/emergency-rotation", "{}", "security_officer")).Status, Is.EqualTo(429), "They have a limit too.");
    }

    [Test]
    public async Task Reads_have_a_limit_which_what_is_refused_counts_against()
    {
        for (var sent = 0; sent < Reads; sent++)
            await GetAsync(sent % 2 == 0 ? "/nonsense" : "/audit", "viewer");

        Assert.That((await GetAsync("/keys", "viewer")).Status, Is.EqualTo(429));
    }

    [Test]
    public async Task Guesses_at_a_token_are_few_probes_are_not_counted_and_a_valid_token_is_taken_all_the_same()
    {
        var guesses = new List<int>();
        for (var sent = 0; sent < 6; sent++)
            guesses.Add(await GuessAsync());
        var probe = await AskAsync(HttpMethod.Get, "/health/live", null);
        var auditor = await GetAsync("/audit", "auditor");

        Assert.That(guesses, Is.EqualTo(new[] { 401, 401, 401, 401, 429, 429 }));
        Assert.That((probe.Status, auditor.Status), Is.EqualTo((200, 200)));

        async Task<int> GuessAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.Root + "/keys");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Guid.NewGuid():N}");
            using var response = await Http.SendAsync(request);
            return (int)response.StatusCode;
        }
    }
}
