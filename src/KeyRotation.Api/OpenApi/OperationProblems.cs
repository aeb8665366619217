using System.Text.Json.Nodes;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>What an operation answers where it does not do what it was asked.</summary>
internal static class OperationProblems
{
    private static readonly HashSet<ProblemDescription> Common = [.. ApiProblems.OfAnyRequest, .. ApiProblems.OfAnyCommand, .. ApiProblems.OfAnyPost];

    public static IEnumerable<(int Status, IOpenApiResponse Response)> Of(OperationDescription description, bool isPost, OpenApiDocument document)
    {
        var problems = description.Problems
            .Concat(ApiProblems.OfAnyRequest)
            .Concat(description.Body is not null ? ApiProblems.OfAnyCommand : [])
            .Concat(isPost ? ApiProblems.OfAnyPost : [])
            .Where(problem => problem != ApiProblems.TimedOut || !description.MayTakeLong)
            .Distinct();
        return problems.GroupBy(problem => problem.Status).Select(group => (group.Key, Shared([.. group], document)));
    }

    /// <summary>What is the same for many operations is written once.</summary>
    private static IOpenApiResponse Shared(IReadOnlyList<ProblemDescription> problems, OpenApiDocument document)
    {
        if (!problems.All(Common.Contains))
            return ResponseOf(problems, document);
        var name = string.Join("_or_", problems.Select(problem => problem.Code).Order(StringComparer.Ordinal));
        if (document.Components?.Responses?.ContainsKey(name) is not true)
            document.AddComponent(name, ResponseOf(problems, document));
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse ResponseOf(IReadOnlyList<ProblemDescription> problems, OpenApiDocument document)
    {
        var response = new OpenApiResponse
        {
            Description = string.Join("\n", problems.Select(problem => $"- `{problem.Code}`: {problem.When}")),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType
                {
                    Schema = ProblemSchema.Of(problems.Select(problem => problem.Code), document),
                    Examples = problems.ToDictionary(problem => problem.Code, ExampleOf),
                },
            },
        };
        if (problems[0].Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            response.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = new OpenApiHeader { Description = "Seconds after which it may be asked again.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } } };
        if (problems[0].Status is StatusCodes.Status401Unauthorized)
            response.Headers = new Dictionary<string, IOpenApiHeader> { ["WWW-Authenticate"] = new OpenApiHeader { Description = "RFC 6750.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } } };
        return response;
    }

    private static IOpenApiExample ExampleOf(ProblemDescription problem)
    {
        var example = new JsonObject
        {
            ["type"] = ApiProblem.TypeOf(problem.Code),
            ["title"] = ApiProblem.Title(problem.Status),
            ["status"] = problem.Status,
            ["detail"] = problem.When,
            ["code"] = problem.Code,
            ["trace_id"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (problem == ApiProblems.Invalid)
            example["errors"] = new JsonObject { ["dry_run"] = new JsonArray("is no boolean; expected true or false.") };
        return new OpenApiExample { Value = example };
    }
}
