using System.Security.Cryptography;
using System.Text.Json;
using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Incidents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Incidents;

/// <summary>Incidents and their snapshots, for those who look into them.</summary>
internal static class IncidentEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/incidents", ListAsync).RequireAuthorization(ApiPolicies.Audit).Describe(IncidentDescriptions.List);
        api.MapGet("/incidents/{id}", ShowAsync).RequireAuthorization(ApiPolicies.Audit).Describe(IncidentDescriptions.Show);
        api.MapGet("/incidents/{id}/snapshot", ExportAsync).RequireAuthorization(ApiPolicies.Audit).Describe(IncidentDescriptions.Export);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IIncidentStore incidents, CancellationToken cancellationToken)
    {
        var query = new RequestQuery(context.Request.Query);
        var (before, limit) = (query.Cursor<Guid>(IdOf), query.Limit());
        if (query.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var found = await incidents.ListAsync(before, limit + 1, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(PageDto<IncidentDto>.Of([.. found.Select(IncidentDto.Of)], limit, last => RequestQuery.CursorOf(last.Id)));
    }

    private static async Task<IResult> ShowAsync(string id, IIncidentStore incidents, CancellationToken cancellationToken)
    {
        if (IdOf(id) is not { } known)
            return ApiProblem.Of(IncidentRefusals.NoSuchIncident(id));
        // The snapshot first: whoever has its bytes finds the digest that was stored with them.
        var bytes = await incidents.ReadSnapshotAsync(known, cancellationToken).ConfigureAwait(false);
        if (await incidents.FindAsync(known, cancellationToken).ConfigureAwait(false) is not { } incident)
            return ApiProblem.Of(IncidentRefusals.NoSuchIncident(id));
        if (bytes is null)
            return TypedResults.Ok(new IncidentDetailDto(IncidentDto.Of(incident), null, null));
        if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(incident.Sha256))
            return TypedResults.Ok(new IncidentDetailDto(IncidentDto.Of(incident), false, null));
        using var document = JsonDocument.Parse(bytes);
        return TypedResults.Ok(new IncidentDetailDto(IncidentDto.Of(incident), true, document.RootElement.Clone()));
    }

    /// <summary>Byte for byte what was hashed, so that anybody can hash it again.</summary>
    private static async Task<IResult> ExportAsync(string id, IIncidentStore incidents, CancellationToken cancellationToken)
    {
        if (IdOf(id) is not { } known || await incidents.FindAsync(known, cancellationToken).ConfigureAwait(false) is null)
            return ApiProblem.Of(IncidentRefusals.NoSuchIncident(id));
        return await incidents.ReadSnapshotAsync(known, cancellationToken).ConfigureAwait(false) is { } bytes
            ? TypedResults.Bytes(bytes, "application/json", $"incident-{known:D}.json")
            : ApiProblem.Of(IncidentRefusals.SnapshotNotTaken(known));
    }

    private static Guid? IdOf(string text) => Guid.TryParseExact(text, "D", out var id) ? id : null;
}
