using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation resume</c>.</summary>
internal sealed class ResumeCommand : ApiCommand<ResumeCommand.Settings>
{
    internal sealed class Settings : ApiSettings
    {
        [CommandOption("--key-type <TYPE>")]
        [Description("Only this key type. Default: all.")]
        public string? KeyType { get; init; }
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync("/scheduler/resume", new Dictionary<string, object?> { ["key_type"] = settings.KeyType }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => StatusListing.Of(answer);

    protected override IReadOnlyList<Listing> MoreOf(JsonElement answer) => StatusListing.MoreOf(answer);
}
