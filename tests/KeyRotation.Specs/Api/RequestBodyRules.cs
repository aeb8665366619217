using System.Text;
using KeyRotation.Api.Requests;
using KeyRotation.Specs.Policies;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Specs.Api;

public sealed class RequestBodyRules
{
    [Test]
    public async Task A_request_without_a_body_has_no_fields_and_no_mistakes()
    {
        var body = await RequestBody.ReadAsync(new DefaultHttpContext().Request, CancellationToken.None);

        Assert.That(body.Text("reason"), Is.Null);
        Assert.That(body.Mistakes(), Is.Null);
    }

    [Test]
    public async Task Fields_are_read_by_name_from_JSON()
    {
        var body = await JsonAsync("""{ "reason": " audit ", "pause": false, "pace": 50, "until": "2026-11-24T06:00:00Z", "targets": ["a", "b"] }""");

        Assert.That((body.Text("reason"), body.Boolean("pause", otherwise: true), body.Integer("pace"), body.Moment("until")), Is.EqualTo(("audit", false, 50, Moment.At("2026-11-24 06:00"))));
        Assert.That(body.Texts("targets"), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(body.Mistakes(), Is.Null);
    }

    [Test]
    public async Task Fields_are_read_by_name_from_a_form()
    {
        var body = await FormAsync("reason=audit&pause=false&pace=50&until=2026-11-24T06%3A00%3A00Z&targets=a%2C+b");

        Assert.That((body.Text("reason"), body.Boolean("pause", otherwise: true), body.Integer("pace"), body.Moment("until")), Is.EqualTo(("audit", false, 50, Moment.At("2026-11-24 06:00"))));
        Assert.That(body.Texts("targets"), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(body.Mistakes(), Is.Null);
    }

    [Test]
    public async Task Null_is_the_same_as_absent()
    {
        var body = await JsonAsync("""{ "reason": null, "pause": null, "pace": null }""");

        Assert.That((body.Text("reason"), body.Boolean("pause", otherwise: true), body.Integer("pace")), Is.EqualTo(((string?)null, true, (int?)null)));
        Assert.That(body.Mistakes(), Is.Null);
    }

    [TestCase("""{ "reason": 5 }""")]
    [TestCase("""{ "reason": ["audit"] }""")]
    [TestCase("""{ "reason": { "text": "audit" } }""")]
    public async Task Text_is_text(string json)
    {
        var body = await JsonAsync(json);

        Assert.That(body.RequiredText("reason", "why"), Is.Empty);
        Assert.That(body.Mistakes()!["reason"].Single(), Does.EndWith("expected text."));
    }

    [TestCase("""{ "reason": """)]
    [TestCase("""["reason"]""")]
    public async Task Of_a_body_that_cannot_be_read_nothing_else_is_said(string json)
    {
        var body = await JsonAsync(json);

        Assert.That(body.RequiredText("reason", "why"), Is.Empty);
        Assert.That(body.Mistakes()!.Keys, Is.EqualTo(new[] { "body" }));
    }

    [TestCase("{}")]
    [TestCase("""{ "reason": "   " }""")]
    [TestCase("""{ "reason": null }""")]
    public async Task Text_that_must_be_there_is_missed_once(string json)
    {
        var body = await JsonAsync(json);

        body.RequiredText("reason", "why, for the audit trail");

        Assert.That(body.Mistakes()!["reason"], Is.EqualTo(new[] { "is missing; expected why, for the audit trail." }));
    }

    [Test]
    public async Task Text_that_is_too_long_is_refused_and_not_cut()
    {
        var body = await JsonAsync($$"""{ "reason": "{{new string('x', 2001)}}" }""");

        Assert.That(body.Text("reason"), Is.Null);
        Assert.That(body.Mistakes()!["reason"].Single(), Is.EqualTo("has 2001 characters; expected at most 2000."));
    }

    [TestCase(@"a\u0000b")]
    [TestCase(@"a\u0007b")]
    [TestCase(@"a\ud800b")]
    public async Task Text_that_a_database_cannot_hold_is_refused(string text)
    {
        var body = await JsonAsync($$"""{ "reason": "{{text}}" }""");

        Assert.That(body.Text("reason"), Is.Null);
        Assert.That(body.Mistakes(), Contains.Key("reason"));
    }

    [Test]
    public async Task Text_may_have_several_lines() => Assert.That((await JsonAsync("""{ "reason": "one\n\ttwo" }""")).Text("reason"), Is.EqualTo("one\n\ttwo"));

    [TestCase("1.5")]
    [TestCase("2147483648")]
    [TestCase("\"1,000\"")]
    [TestCase("\"\"")]
    [TestCase("true")]
    public async Task A_number_is_whole(string number)
    {
        var body = await JsonAsync($$"""{ "pace": {{number}} }""");

        Assert.That(body.Integer("pace"), Is.Null);
        Assert.That(body.Mistakes()!["pace"], Is.EqualTo(new[] { "is no whole number." }));
    }

    [TestCase("\"yes\"")]
    [TestCase("1")]
    [TestCase("\"\"")]
    public async Task A_boolean_is_true_or_false(string value)
    {
        var body = await JsonAsync($$"""{ "pause": {{value}} }""");

        body.Boolean("pause", otherwise: true);

        Assert.That(body.Mistakes(), Contains.Key("pause"));
    }

    [Test]
    public async Task A_moment_without_a_zone_is_refused()
    {
        var body = await JsonAsync("""{ "until": "2026-11-24T06:00:00" }""");

        Assert.That(body.Moment("until"), Is.Null);
        Assert.That(body.Mistakes()!["until"].Single(), Does.Contain("RFC 3339 with its zone"));
    }

    [Test]
    public async Task A_field_that_nobody_asked_for_is_refused_with_those_that_there_are()
    {
        var body = await JsonAsync("""{ "reasn": "audit" }""");

        body.Text("reason");

        Assert.That(body.Mistakes()!["reasn"], Is.EqualTo(new[] { "is no field of this request; expected reason." }));
    }

    [Test]
    public async Task Every_mistake_is_named_at_once()
    {
        var body = await JsonAsync("""{ "reason": 5, "pace": "fast", "more": 1 }""");

        body.Text("reason");
        body.Integer("pace");

        Assert.That(body.Mistakes()!.Keys, Is.EquivalentTo(new[] { "reason", "pace", "more" }));
    }

    [TestCase("{")]
    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"reason\"")]
    [TestCase("""{ "reason": "a", "reason": "b" }""")]
    [TestCase("""{ "\ud800": 1 }""")]
    public async Task A_body_that_is_no_object_with_each_field_once_is_refused_as_a_whole(string json) =>
        Assert.That((await JsonAsync(json)).Mistakes(), Contains.Key("body"));

    [Test]
    public async Task A_field_of_a_form_that_is_given_twice_is_refused()
    {
        var body = await FormAsync("reason=a&reason=b");

        body.Text("reason");

        Assert.That(body.Mistakes()!["reason"], Does.Contain("is given more than once."));
    }

    [Test]
    public void Another_media_type_is_refused()
    {
        var request = Request("<reason/>", "application/xml");

        Assert.That(async () => await RequestBody.ReadAsync(request, CancellationToken.None), Throws.InstanceOf<BadHttpRequestException>().With.Property("StatusCode").EqualTo(415));
    }

    private static Task<RequestBody> JsonAsync(string json) => RequestBody.ReadAsync(Request(json, "application/json; charset=utf-8", json.Length == 0), CancellationToken.None);

    private static Task<RequestBody> FormAsync(string form) => RequestBody.ReadAsync(Request(form, "application/x-www-form-urlencoded"), CancellationToken.None);

    /// <param name="isChunked">Without a length: what an empty body looks like that announces JSON.</param>
    private static HttpRequest Request(string body, string contentType, bool isChunked = false)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var request = new DefaultHttpContext().Request;
        request.Method = HttpMethods.Post;
        request.ContentType = contentType;
        request.ContentLength = isChunked ? null : bytes.Length;
        request.Body = new MemoryStream(bytes);
        return request;
    }
}
