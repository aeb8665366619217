using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>
/// Everything wrong that is usually sent, to every field and parameter that the document describes. It is refused in words, with a code that the
/// document lists, and changes nothing; what is legitimate is only rehearsed.
/// </summary>
public sealed class BadInput : ApiFixture
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly IReadOnlyList<DescribedOperation> Operations = DescribedOperation.All();

    private readonly List<string> _findings = [];

    private TestStore Store => TestStore.Of(DatabaseKind.Sqlite, Services.GetRequiredService<Database>().Settings.ConnectionString);

    private static IEnumerable<DescribedOperation> Commands() => Operations.Where(operation => operation.HasBody);

    private static IEnumerable<DescribedOperation> Protected() => Operations.Where(operation => operation.CodesOf(401).Count > 0);

    [TestCaseSource(nameof(Commands))]
    public async Task In_a_field(DescribedOperation operation)
    {
        var before = await StoreContent.OfAsync(Store);

        foreach (var (name, schema) in operation.Fields)
        {
            foreach (var value in WrongValues.Json.Where(value => name != "dry_run" || value is not "null"))
                await SendAsync(operation, BodyOf(operation, name, value), WrongValues.AreWrong(schema, value, operation.Required.Contains(name)) ? name : null);
            foreach (var value in WrongValues.Escaped)
                await SendAsync(operation, FormOf(operation, name, value), null, Form);
            await SendAsync(operation, FormOf(operation, name, "x&" + name + "=y"), name, Form);
            if (operation.Required.Contains(name))
                await SendAsync(operation, BodyOf(operation, name, null), name);
        }

        await AssertAsync(before);
    }

    [TestCaseSource(nameof(Commands))]
    public async Task In_a_body(DescribedOperation operation)
    {
        var before = await StoreContent.OfAsync(Store);

        foreach (var body in WrongValues.Bodies)
            await SendAsync(operation, body, "");
        foreach (var name in operation.Fields.Keys)
            await SendAsync(operation, BodyOf(operation, name, $"true,\"{name}\":true"), "body");
        await SendAsync(operation, BodyOf(operation, "undescribed", "1"), "undescribed");
        await SendAsync(operation, "undescribed=1&dry_run=true", "undescribed", Form);
        await SendAsync(operation, string.Join('&', Enumerable.Range(0, 1100).Select(field => $"f{field}=1")), "body", Form);
        await SendAsync(operation, new string('f', 3000) + "=1", "body", Form);
        await SendAsync(operation, "dry_run=true", null, Form + "; charset=nonsense");
        await SendAsync(operation, "{\"dry_run\":true}", null, Json + "; charset=utf-16");
        foreach (var type in new[] { "text/xml", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "nonsense", "application/octet-stream" })
            await ExpectAsync(operation, 415, "{\"dry_run\":true}"u8.ToArray(), type);
        await SendAsync(operation, [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d], "body", Json);
        await SendAsync(operation, [0xff, 0xfe, 0x00, 0x80], null, Form);
        await ExpectAsync(operation, 413, new byte[10 * 1024 * 1024], Json);

        await AssertAsync(before);
    }

    [TestCaseSource(nameof(Commands))]
    public async Task In_every_field_at_once_is_named_at_once(DescribedOperation operation)
    {
        var body = "{" + string.Join(',', operation.Fields.Keys.Append("undescribed").Select(name => $"\"{name}\":{{}}")) + "}";

        using var response = await SendAsync(operation, operation.ExamplePath + "?unknown=1", Encoding.UTF8.GetBytes(body), Json);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That(problem.RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name), Is.SupersetOf(operation.Fields.Keys.Append("undescribed").Append("unknown")));
    }

    [TestCaseSource(nameof(Protected))]
    public async Task In_the_address(DescribedOperation operation)
    {
        var before = await StoreContent.OfAsync(Store);

        foreach (var name in operation.Query.Keys)
        {
            foreach (var value in WrongValues.Escaped)
                await AskAsync(operation, $"{operation.ExamplePath}?{name}={value}", null);
            await AskAsync(operation, $"{operation.ExamplePath}?{name}=true&{name}=true", name);
        }
        await AskAsync(operation, $"{operation.ExamplePath}?undescribed=1", "undescribed");
        foreach (var segment in WrongValues.PathSegments)
            foreach (var name in operation.PathNames)
                await AskAsync(operation, operation.Path.Replace($"{{{name}}}", segment, StringComparison.Ordinal).Replace("{keyType}", "token_encryption", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal), null);

        await AssertAsync(before);
    }

    [TestCaseSource(nameof(Commands))]
    public async Task In_an_idempotency_key(DescribedOperation operation)
    {
        Assume.That(operation.Method, Is.EqualTo("POST"));
        foreach (var key in new[] { "", " ", new string('k', 129), "a b", new string('k', 200) })
        {
            using var response = await SendAsync(operation, operation.ExamplePath, "{\"dry_run\":true}"u8.ToArray(), Json, key);
            await CheckAsync(operation, response, "Idempotency-Key", $"Idempotency-Key: {key}");
            if ((int)response.StatusCode != 400)
                _findings.Add($"Idempotency-Key '{key}': {(int)response.StatusCode}, expected 400");
        }
        Assert.That(_findings, Is.Empty);
    }

    [SetUp]
    public void Forget() => _findings.Clear();

    private static string BodyOf(DescribedOperation operation, string name, string? value)
    {
        var fields = operation.Example.Where(field => field.Key != name).Select(field => $"\"{field.Key}\":{field.Value}");
        if (value is not null)
            fields = fields.Append($"\"{name}\":{value}");
        if (name != "dry_run")
            fields = fields.Append("\"dry_run\":true");
        return $"{{{string.Join(',', fields)}}}";
    }

    private static string FormOf(DescribedOperation operation, string name, string value) =>
        string.Join('&', operation.Example.Where(field => field.Key != name).Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value.Trim('"', '[', ']'))}").Append($"{name}={value}").Append(name == "dry_run" ? "" : "dry_run=true"));

    private Task SendAsync(DescribedOperation operation, string body, string? wrong, string type = Json) => SendAsync(operation, Encoding.UTF8.GetBytes(body), wrong, type);

    /// <param name="wrong">The field that must be named; empty = any; null = it may be legitimate.</param>
    private async Task SendAsync(DescribedOperation operation, byte[] body, string? wrong, string type)
    {
        // In the address as well: a body that hides its own wish must not change anything.
        using var response = await SendAsync(operation, operation.ExamplePath + "?dry_run=true", body, type);
        await CheckAsync(operation, response, wrong, Encoding.UTF8.GetString(body));
    }

    private async Task ExpectAsync(DescribedOperation operation, int status, byte[] body, string type)
    {
        using var response = await SendAsync(operation, operation.ExamplePath, body, type);
        if ((int)response.StatusCode != status)
            _findings.Add($"{type}, {body.Length} bytes: {(int)response.StatusCode}, expected {status}");
        await CheckAsync(operation, response, null, type);
    }

    private async Task AskAsync(DescribedOperation operation, string address, string? wrong)
    {
        using var response = await SendAsync(operation, address, operation.HasBody ? "{\"undescribed\":1}"u8.ToArray() : null, Json);
        await CheckAsync(operation, response, wrong, address);
    }

    private async Task<HttpResponseMessage> SendAsync(DescribedOperation operation, string address, byte[]? body, string type, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), new Uri(BaseAddress.ToString().TrimEnd('/') + address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf("admin"));
        request.Headers.ExpectContinue = body?.Length > 100_000;
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        return await Http.SendAsync(request);
    }

    private async Task CheckAsync(DescribedOperation operation, HttpResponseMessage response, string? wrong, string sent)
    {
        var (status, text) = ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        var what = $"{(sent.Length > 150 ? sent[..150] + "..." : sent)} -> {status} {(text.Length > 300 ? text[..300] : text)}";
        if (status is >= 200 and < 300 && wrong is null)
            return;
        if (status is < 400 or >= 500 || response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            _findings.Add(what);
            return;
        }
        using var problem = JsonDocument.Parse(text);
        var code = problem.RootElement.GetProperty("code").GetString()!;
        if (problem.RootElement.GetProperty("trace_id").GetString() is not { Length: 32 })
            _findings.Add($"no trace id: {what}");
        if (!operation.CodesOf(status).Contains(code) && code != "not_found")
            _findings.Add($"{status} {code} is not described: {what}");
        if (wrong is not null && !(problem.RootElement.TryGetProperty("errors", out var errors) && (wrong.Length == 0 || errors.TryGetProperty(wrong, out _))))
            _findings.Add($"{wrong} is not named: {what}");
    }

    private async Task AssertAsync(string before)
    {
        Assert.That(_findings, Is.Empty);
        Assert.That(await StoreContent.OfAsync(Store), Is.EqualTo(before));
    }
}
