using System.Text.Json;

namespace KeyRotation.Integration.Api;

/// <summary>An operation of the API's document.</summary>
public sealed record DescribedOperation(string Method, string Path, JsonElement Operation, JsonElement Document)
{
    public bool HasBody => Operation.TryGetProperty("requestBody", out _);

    /// <summary>Names and schemas of the body's fields.</summary>
    public IReadOnlyDictionary<string, JsonElement> Fields => BodySchema.GetProperty("properties").EnumerateObject().ToDictionary(one => one.Name, one => one.Value);

    public IReadOnlySet<string> Required => BodySchema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];

    /// <summary>Each field of the document's own example, as it is written in JSON.</summary>
    public IReadOnlyDictionary<string, string> Example =>
        Content.GetProperty("application/json").TryGetProperty("example", out var example) ? example.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetRawText()) : new Dictionary<string, string>();

    /// <summary>With the examples of its parameters.</summary>
    public string ExamplePath => ParametersIn("path").Aggregate(Path, (path, parameter) => path.Replace($"{{{NameOf(parameter)}}}", parameter.GetProperty("example").ToString(), StringComparison.Ordinal));

    public IReadOnlyList<string> PathNames => [.. ParametersIn("path").Select(NameOf)];

    public IReadOnlyDictionary<string, JsonElement> Query => ParametersIn("query").ToDictionary(NameOf, parameter => parameter.GetProperty("schema"));

    private JsonElement Content => Operation.GetProperty("requestBody").GetProperty("content");

    private JsonElement BodySchema => Followed(Content.GetProperty("application/json").GetProperty("schema"));

    public static IReadOnlyList<DescribedOperation> All()
    {
        var document = JsonDocument.Parse(File.ReadAllText(DocumentFile.Path)).RootElement;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new DescribedOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value, document),
        ];
    }

    /// <summary>The codes that a problem with this status code may have.</summary>
    public IReadOnlyList<string> CodesOf(int status)
    {
        if (!Operation.GetProperty("responses").TryGetProperty($"{status}", out var response) || !Followed(response).GetProperty("content").TryGetProperty("application/problem+json", out var problem))
            return [];
        return [.. problem.GetProperty("schema").GetProperty("allOf")[1].GetProperty("properties").GetProperty("code").GetProperty("enum").EnumerateArray().Select(code => code.GetString()!)];
    }

    public override string ToString() => $"{Method} {Path}";

    private IEnumerable<JsonElement> ParametersIn(string place) =>
        Operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place) : [];

    private static string NameOf(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

    private JsonElement Followed(JsonElement element) => element.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/').Skip(1).Aggregate(Document, (at, name) => at.GetProperty(name))
        : element;
}
