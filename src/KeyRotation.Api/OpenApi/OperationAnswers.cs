using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Api.Approvals;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.DryRuns;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>What an operation answers where it does what it was asked, or says what it would do.</summary>
internal sealed class OperationAnswers(IOptions<JsonOptions> json)
{
    private const string DryRun = "dry_run";

    /// <summary>By status code, each with the bodies that it may come with.</summary>
    public IReadOnlyDictionary<int, OpenApiResponse> Of(OperationDescription description, OpenApiDocument document)
    {
        var responses = new SortedDictionary<int, OpenApiResponse>();
        foreach (var answer in All(description))
            Add(responses, answer, SchemaOf(answer, document), NameOf(description, answer));
        if (description.Body is not null && !description.HasOwnDryRun)
        {
            var would = description.Rehearsed ?? description.Answers[0];
            Add(responses, new AnswerDescription(StatusCodes.Status200OK, "Of a dry run: what it would answer.", typeof(DryRunDto), new DryRunDto(DryRun: true, would.Status, would.Example)), DryRunSchema(SchemaOf(would, document)), DryRun);
        }
        return responses;
    }

    private static IEnumerable<AnswerDescription> All(OperationDescription description)
    {
        foreach (var answer in description.Answers)
            yield return answer;
        if (description is { HasOwnDryRun: true, Rehearsed: { } rehearsed })
            yield return rehearsed;
        if (description.Awaited is { } awaited)
            yield return new AnswerDescription(StatusCodes.Status202Accepted, "Where a second person has to approve it: the approval.", typeof(ApprovalNeededDto), awaited);
    }

    private static string NameOf(OperationDescription description, AnswerDescription answer) =>
        answer == description.Rehearsed ? DryRun : answer.Type == typeof(ApprovalNeededDto) ? "approval_needed" : "done";

    private void Add(SortedDictionary<int, OpenApiResponse> responses, AnswerDescription answer, IOpenApiSchema schema, string name)
    {
        var example = answer.Type is null && answer.Example is string text ? JsonValue.Create(text) : JsonSerializer.SerializeToNode(answer.Example, json.Value.SerializerOptions);
        if (!responses.TryGetValue(answer.Status, out var response))
        {
            responses[answer.Status] = response = new OpenApiResponse
            {
                Description = answer.Description,
                Content = new Dictionary<string, OpenApiMediaType> { [answer.ContentType] = new OpenApiMediaType { Schema = schema, Examples = new Dictionary<string, IOpenApiExample>() } },
            };
            if (answer.HasLocation)
                response.Headers = new Dictionary<string, IOpenApiHeader> { ["Location"] = new OpenApiHeader { Description = "Where what it opened stands.", Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" } } };
        }
        else
        {
            response.Description += " " + answer.Description;
        }
        var media = response.Content![answer.ContentType];
        media.Schema = Either(media.Schema!, schema);
        media.Examples![name] = new OpenApiExample { Value = example };
    }

    private static IOpenApiSchema Either(IOpenApiSchema present, IOpenApiSchema added) =>
        ReferenceEquals(present, added) || IdOf(present) is { } id && id == IdOf(added) ? present : new OpenApiSchema { OneOf = [present, added] };

    private static string? IdOf(IOpenApiSchema schema) => (schema as OpenApiSchemaReference)?.Reference.Id;

    private static IOpenApiSchema SchemaOf(AnswerDescription answer, OpenApiDocument document) => answer.Type is { } type
        ? new OpenApiSchemaReference(SchemaNames.Of(type)!, document)
        : new OpenApiSchema { Type = answer.Example is string ? JsonSchemaType.String : JsonSchemaType.Object };

    private static OpenApiSchema DryRunSchema(IOpenApiSchema result) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What a command would have done. Ids in it of what would be new are nobody's.",
        Required = new SortedSet<string>(["dry_run", "would_answer", "result"], StringComparer.Ordinal),
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["dry_run"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Enum = [true] },
            ["would_answer"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The status code." },
            ["result"] = result,
        },
    };
}
