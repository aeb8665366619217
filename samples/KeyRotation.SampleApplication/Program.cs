using KeyRotation.Client;
using KeyRotation.SampleApplication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

// Settings: appsettings.json in the working folder, the environment, the command line (--Application:RowsPerSecond=50).
var builder = Host.CreateApplicationBuilder(args);
// stdout is for events, one JSON line each.
builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

builder.Services.AddKeyRotationClient(options =>
{
    builder.Configuration.Bind("KeyRotation", options);
    options.Name = "sample-application";
});

var settings = builder.Configuration.GetSection("Application").Get<ApplicationSettings>() ?? new ApplicationSettings();
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(new EventLines(Console.Out));
builder.Services.AddSingleton(provider => new TokenTable(
    builder.Configuration["KeyRotation:Store:ConnectionString"]!, provider.GetRequiredService<ApplicationKeys>().Of(settings.KeyType)));
builder.Services.AddHostedService<TokenTraffic>();

await builder.Build().RunAsync();
