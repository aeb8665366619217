using KeyRotation.Api.Descriptions;
using KeyRotation.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Health;

/// <summary>Probes, for whoever asks: they say whether, and not what.</summary>
internal static class ProbeEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new ProbeDto("live"))).AllowAnonymous().Describe(HealthDescriptions.Live);
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous().Describe(HealthDescriptions.Ready);
    }

    private static async Task<JsonHttpResult<ProbeDto>> ReadyAsync(IReadiness readiness, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var problems = await readiness.ProblemsAsync(patience.Token).ConfigureAwait(false);
            return Answer(problems.Count == 0);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer(isReady: false);
        }
    }

    private static JsonHttpResult<ProbeDto> Answer(bool isReady) => TypedResults.Json(
        new ProbeDto(isReady ? "ready" : "not_ready"), statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    internal sealed record ProbeDto(string Status);
}
