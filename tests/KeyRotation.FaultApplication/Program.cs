using System.Globalization;
using KeyRotation.Client;
using KeyRotation.FaultApplication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

// `fill`, `write` or `read`; appsettings.json in the working folder has the rest.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var builder = Host.CreateApplicationBuilder(args[1..]);
// stdout is for events, one JSON line each.
builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.AddKeyRotationClient(options =>
{
    builder.Configuration.Bind("KeyRotation", options);
    options.Name = $"fault-{args[0]}";
});
var settings = builder.Configuration.GetSection("Application").Get<ApplicationSettings>()!;
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(new EventLines(Console.Out));
builder.Services.AddSingleton(provider => new SealedTables(settings, builder.Configuration["KeyRotation:Store:ConnectionString"]!, provider.GetRequiredService<ApplicationKeys>()));
switch (args[0])
{
    case "fill":
        builder.Services.AddHostedService<Filling>();
        break;
    case "write":
        builder.Services.AddHostedService<Writing>();
        break;
    case "read":
        builder.Services.AddHostedService<Reading>();
        break;
    default:
        throw new ArgumentException($"'{args[0]}' is neither fill, write nor read.", nameof(args));
}
await builder.Build().RunAsync();
