using System.Diagnostics;
using KeyRotation.Rotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace KeyRotation.Api.Problems;

/// <summary>Problem details (RFC 9457) with a stable type and code, and the trace id under which the logs have it.</summary>
internal static class ApiProblem
{
    private const string TypePrefix = "urn:keyrotation:problem:";

    public static IResult Of(int status, string code, string detail, IReadOnlyDictionary<string, object?>? more = null)
    {
        var problem = new ProblemDetails { Status = status, Type = TypeOf(code), Title = Title(status), Detail = detail };
        problem.Extensions["code"] = code;
        foreach (var (name, value) in more ?? new Dictionary<string, object?>())
            problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    public static IResult Of(Refusal refusal) => Of(
        StatusOf(refusal.Kind), refusal.Code, refusal.Detail,
        refusal.Rotation is { } rotation ? new Dictionary<string, object?> { ["rotation_id"] = rotation.ToString() } : null);

    /// <summary>Every mistake of a request at once.</summary>
    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) => Of(
        StatusCodes.Status400BadRequest, "invalid_request", "The request has mistakes; each is named under its field.", new Dictionary<string, object?> { ["errors"] = errors });

    /// <summary>The trace id alone: the framework writes the whole traceparent.</summary>
    public static void AddTraceId(ProblemDetailsContext context) => context.ProblemDetails.Extensions["trace_id"] = Activity.Current?.TraceId.ToString();

    public static string TypeOf(string code) => TypePrefix + code;

    public static string Title(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Invalid request",
        StatusCodes.Status401Unauthorized => "Not authenticated",
        StatusCodes.Status403Forbidden => "Not allowed",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status405MethodNotAllowed => "Method not allowed",
        StatusCodes.Status409Conflict => "Conflict",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status415UnsupportedMediaType => "Unsupported media type",
        StatusCodes.Status422UnprocessableEntity => "Key used before",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        StatusCodes.Status503ServiceUnavailable => "Not available",
        _ => "Failed",
    };

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No status for this kind of refusal."),
    };
}
