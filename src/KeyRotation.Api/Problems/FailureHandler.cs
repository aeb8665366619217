using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Rotations;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Api.Problems;

/// <summary>Answers what went wrong: in words where people can do something about it, and never with a stack trace.</summary>
internal sealed partial class FailureHandler(IFailureKinds kinds, ILogger<FailureHandler> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true;
        await AnswerTo(exception, httpContext).ExecuteAsync(httpContext).ConfigureAwait(false);
        return true;
    }

    private IResult AnswerTo(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case KeyTypeUnknownException unknown:
                return ApiProblem.Of(StatusCodes.Status404NotFound, "key_type_unknown", unknown.Message);
            case RotationMovedException or RotationEndedException or ClaimLostException:
                return ApiProblem.Of(StatusCodes.Status409Conflict, "rotation_moved", $"Something else happened to the rotation at the same moment. {exception.Message}");
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too_large", "The body is larger than this endpoint takes.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType }:
                return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The body is neither JSON nor a form. Send it as application/json or application/x-www-form-urlencoded, and say so in Content-Type.");
            case BadHttpRequestException bad:
                return ApiProblem.Of(bad.StatusCode, "invalid_request", "The request could not be read.");
            case not null when kinds.IsStoreUnavailable(exception):
                LogUnavailable(logger, exception, context.Request.Path);
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
                return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "store_unavailable", "The store cannot be reached at this moment. Nothing is known to have changed; ask again before you repeat a command.");
            default:
                LogFailed(logger, exception!, context.Request.Path);
                return ApiProblem.Of(StatusCodes.Status500InternalServerError, "failed", "Something failed that should not have. The log has it under the trace id.");
        }
    }

    [LoggerMessage(6002, LogLevel.Warning, "The store could not be reached for {Path}")]
    private static partial void LogUnavailable(ILogger logger, Exception failure, string path);

    [LoggerMessage(6003, LogLevel.Error, "A request to {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception failure, string path);
}
