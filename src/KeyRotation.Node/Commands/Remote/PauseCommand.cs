using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation pause</c>.</summary>
internal sealed class PauseCommand : ApiCommand<PauseCommand.Settings>
{
    internal sealed class Settings : ApiSettings
    {
        [CommandOption("--reason <TEXT>")]
        [Description("Why, for the audit trail and for those who find it paused.")]
        public string Reason { get; init; } = "";

        [CommandOption("--until <MOMENT>")]
        [Description("When the pause lifts itself, as in RFC 3339: 2026-11-24T06:00:00Z. Default: when somebody resumes.")]
        public string? Until { get; init; }

        [CommandOption("--key-type <TYPE>")]
        [Description("Only this key type. Default: all.")]
        public string? KeyType { get; init; }
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync("/scheduler/pause", new Dictionary<string, object?> { ["reason"] = settings.Reason, ["until"] = settings.Until, ["key_type"] = settings.KeyType }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => StatusListing.Of(answer);

    protected override IReadOnlyList<Listing> MoreOf(JsonElement answer) => StatusListing.MoreOf(answer);
}
