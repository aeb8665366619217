using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation rotations retry</c>.</summary>
internal sealed class RotationsRetryCommand : ApiCommand<RotationsRetryCommand.Settings>
{
    internal sealed class Settings : RotationSettings
    {
        [CommandOption("--batch-size <ROWS>")]
        [Description("Rows of a batch, for this rotation; 0 = as configured. Default: as it was.")]
        public int? BatchSize { get; init; }

        [CommandOption("--pace <ROWS>")]
        [Description("Rows per second at most, for this rotation; 0 = as fast as it goes. Default: as it was.")]
        public int? Pace { get; init; }

        [CommandOption("--target <NAME>")]
        [Description("Begins the sweeps of this target anew; may be given more than once. Default: of all.")]
        public string[] Targets { get; init; } = [];
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync($"{settings.Path}/retry", new Dictionary<string, object?>
        {
            ["batch_size"] = settings.BatchSize,
            ["pace"] = settings.Pace,
            ["targets"] = settings.Targets.Length == 0 ? null : settings.Targets,
        }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => RotationListing.OfOne(answer);
}
