using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KeyRotation.Node.Hosting;

/// <summary>OpenTelemetry by OTLP, where an endpoint is configured by the standard variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>).</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint] ?? Environment.GetEnvironmentVariable(Endpoint)))
            return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("keyrotation", serviceInstanceId: $"{Environment.MachineName}/{Environment.ProcessId}"))
            .WithMetrics(metrics => metrics.AddMeter("KeyRotation", "Quartz").AddOtlpExporter())
            .WithTracing(traces => traces.AddSource("KeyRotation", "Quartz").AddOtlpExporter());
        return services;
    }
}
