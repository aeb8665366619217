using System.Collections;
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

    /// <summary>OpenTelemetry reads its variables from the host's configuration, which has no others of the environment.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> StandardVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value))
            .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal));

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint]))
            return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("keyrotation", serviceInstanceId: $"{Environment.MachineName}/{Environment.ProcessId}"))
            .WithMetrics(metrics => metrics.AddMeter("KeyRotation", "Quartz", "System.Runtime").AddOtlpExporter())
            .WithTracing(traces => traces.AddSource("KeyRotation", "Quartz").AddOtlpExporter());
        return services;
    }
}
