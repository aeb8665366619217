using KeyRotation.Api.Access;
using KeyRotation.Api.Alerts;
using KeyRotation.Api.Approvals;
using KeyRotation.Api.Audit;
using KeyRotation.Api.DryRuns;
using KeyRotation.Api.Health;
using KeyRotation.Api.Idempotency;
using KeyRotation.Api.Incidents;
using KeyRotation.Api.Keys;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Api.Retirement;
using KeyRotation.Api.Rotations;
using KeyRotation.Api.Scheduler;
using KeyRotation.Api.Streams;
using KeyRotation.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Api;

/// <summary>Puts the API together.</summary>
public static class ApiComposition
{
    private const long LargestBody = 64 * 1024;

    public static IServiceCollection AddKeyRotationApi(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(new StaticTokens(options.Tokens));
        services.AddSingleton<ApprovalGate>();
        services.AddSingleton<Denials>();
        services.AddSingleton(new StreamSeats(options));
        services.AddSingleton<RotationSnapshots>();
        services.AddSingleton<RotationEventsEndpoint>();
        services.AddRouting();
        // Not AddAuthentication: it brings Data Protection, with keys of its own in files, which bearer tokens have no use for.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = StaticTokenHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, StaticTokenHandler>(StaticTokenHandler.SchemeName, null);
        services.AddAuthorization(ApiPolicies.Configure);
        services.AddExceptionHandler<FailureHandler>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ApiProblem.AddTraceId);
        services.Configure<JsonOptions>(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        return services;
    }

    public static void MapKeyRotationApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<IdempotentPosts>();
        ProbeEndpoints.Map(app);
        var api = app.MapGroup(ApiRoutes.Root).AddEndpointFilter<RouteGroupBuilder, DryRunFilter>();
        SchedulerEndpoints.Map(api);
        ScheduleEndpoints.Map(api);
        RotationEndpoints.Map(api);
        RotationEventsEndpoint.Map(api);
        KeyEndpoints.Map(api);
        CleanupEndpoint.Map(api);
        NodeEndpoints.Map(api);
        HealthEndpoint.Map(api);
        AlertEndpoints.Map(api);
        ApprovalEndpoints.Map(api);
        AuditEndpoints.Map(api);
        IncidentEndpoints.Map(api);
        app.MapFallback(context => ApiProblem.Of(StatusCodes.Status404NotFound, "not_found", $"There is nothing at {context.Request.Path}. The API stands under {ApiRoutes.Root}.").ExecuteAsync(context));
    }
}
