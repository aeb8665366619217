using KeyRotation.Api;
using KeyRotation.Configuration;
using KeyRotation.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace KeyRotation.Node.Hosting;

/// <summary>The host that every command which works on the store runs in. Data goes to stdout, log lines to stderr.</summary>
internal static class NodeHost
{
    public static HostApplicationBuilder Create(KeyRotationOptions options, IConfiguration configuration, LogLevel least = LogLevel.Information)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Configure(builder, options, configuration, least);
        return builder;
    }

    /// <summary>A host that serves HTTP as well, at the configured addresses.</summary>
    public static WebApplicationBuilder CreateWeb(KeyRotationOptions options, IConfiguration configuration, LogLevel least = LogLevel.Information)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        Configure(builder, options, configuration, least);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        if (options.Api.ServesHttps())
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(ServerCertificate.Of(options.Api.Certificate).Serve));
        return builder;
    }

    /// <summary>A member of the cluster with these roles.</summary>
    public static IHost Build(KeyRotationOptions options, IConfiguration configuration, IReadOnlyList<string> roles, Action<IServiceCollection> more, LogLevel least = LogLevel.Information)
    {
        if (!roles.Contains(NodeRoles.Api))
        {
            var builder = Create(options, configuration, least);
            more(builder.Services);
            builder.Services.AddNode(options, roles);
            return builder.Build();
        }
        var web = CreateWeb(options, configuration, least);
        more(web.Services);
        web.Services.AddNode(options, roles);
        var app = web.Build();
        foreach (var url in options.Api.Addresses())
            app.Urls.Add(url);
        app.MapKeyRotationApi();
        return app;
    }

    private static void Configure(IHostApplicationBuilder builder, KeyRotationOptions options, IConfiguration configuration, LogLevel least)
    {
        builder.Configuration.AddConfiguration(configuration);
        builder.Configuration.AddInMemoryCollection(Telemetry.StandardVariables());
        builder.Logging.AddConfiguration(configuration.GetSection("Logging"));
        builder.Logging.SetMinimumLevel(least);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // What stops a start is said once, by the command, in words.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddKeyRotation(options);
        builder.Services.AddTelemetry(builder.Configuration);
    }
}
