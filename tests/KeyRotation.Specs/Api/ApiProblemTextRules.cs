using KeyRotation.Node.Commands.Remote;

namespace KeyRotation.Specs.Api;

public sealed class ApiProblemTextRules
{
    [Test]
    public void A_problem_is_told_by_its_detail() =>
        Assert.That(ApiProblemText.Of(409, """{ "code": "rotation_open", "detail": "It is open." }""", isTokenSent: true).Message, Is.EqualTo("It is open."));

    [Test]
    public void Every_mistake_of_a_request_is_told_with_its_field() =>
        Assert.That(ApiProblemText.Of(400, """{ "detail": "Mistakes.", "errors": { "key_type": ["is missing."], "until": ["is over."] } }""", isTokenSent: true).Message,
            Is.EqualTo($"key_type is missing.{Environment.NewLine}until is over."));

    [TestCase(false, "The API wants a token: set KEYROTATION_TOKEN")]
    [TestCase(true, "The API does not take the token in KEYROTATION_TOKEN")]
    public void Who_is_not_known_learns_where_the_token_comes_from(bool isTokenSent, string beginning)
    {
        var refused = ApiProblemText.Of(401, """{ "code": "unauthenticated", "detail": "Send a token." }""", isTokenSent);

        Assert.That((refused.Message[..beginning.Length], refused.ExitCode), Is.EqualTo((beginning, 4)));
    }

    [TestCase("key_type_unknown", 2)]
    [TestCase("rotation_not_found", 2)]
    [TestCase("no_open_rotation", 1)]
    public void A_name_that_there_is_none_of_is_a_mistake_of_usage(string code, int exitCode) =>
        Assert.That(ApiProblemText.Of(404, $$"""{ "code": "{{code}}", "detail": "None." }""", isTokenSent: true).ExitCode, Is.EqualTo(exitCode));

    [TestCase("<html>Bad gateway</html>")]
    [TestCase("")]
    public void An_answer_of_something_else_is_told_as_such(string body) =>
        Assert.That(ApiProblemText.Of(502, body, isTokenSent: true).Message, Is.EqualTo("The API answered 502, and not as this API does. Is KEYROTATION_URL right?"));
}
