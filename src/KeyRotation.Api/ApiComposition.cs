using KeyRotation.Api.Access;
using KeyRotation.Api.Alerts;
using KeyRotation.Api.Answers;
using KeyRotation.Api.Approvals;
using KeyRotation.Api.Audit;
using KeyRotation.Api.DryRuns;
using KeyRotation.Api.Health;
using KeyRotation.Api.Idempotency;
using KeyRotation.Api.Incidents;
using KeyRotation.Api.Keys;
using KeyRotation.Api.Limits;
using KeyRotation.Api.OpenApi;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Api.Retirement;
using KeyRotation.Api.Rotations;
using KeyRotation.Api.Scheduler;
using KeyRotation.Api.Streams;
using KeyRotation.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Api;

/// <summary>Puts the API together.</summary>
public static class ApiComposition
{
    public static IServiceCollection AddKeyRotationApi(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ApprovalGate>();
        services.AddSingleton(new StreamSeats(options));
        services.AddSingleton<RotationSnapshots>();
        services.AddSingleton<RotationEventsEndpoint>();
        services.AddRouting();
        services.AddBearerTokens(options);
        services.AddAuthorization(ApiPolicies.Configure);
        services.AddRequestLimits(options);
        services.AddConnectionLimits(options);
        services.AddExceptionHandler<FailureHandler>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ApiProblem.AddTraceId);
        services.Configure<JsonOptions>(json => ApiJson.Configure(json.SerializerOptions));
        services.AddSingleton<OperationAnswers>();
        ApiDocument.AddTo(services);
        return services;
    }

    /// <exception cref="ApiSettingException">A file that the settings name cannot be used.</exception>
    public static void MapKeyRotationApi(this WebApplication app)
    {
        app.Services.CheckBearerTokens();
        app.UseMiddleware<AnswerHeaders>();
        app.UseExceptionHandler();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<IdempotentPosts>();
        ProbeEndpoints.Map(app);
        var options = app.Services.GetRequiredService<ApiOptions>();
        ApiDocument.Map(app, options);
        ReferencePage.Map(app, options);
        var api = app.MapGroup(ApiRoutes.Root).AddEndpointFilter<RouteGroupBuilder, UnknownParameters>().AddEndpointFilter<RouteGroupBuilder, DryRunFilter>();
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
        app.MapFallback(NoSuchRoute.Pattern, NoSuchRoute.AnswerAsync).RequireAuthorization(ApiPolicies.Read);
    }
}
