using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation rotations tune</c>: batch size and pace of a rotation while it runs.</summary>
internal sealed class RotationsTuneCommand : ApiCommand<RotationsTuneCommand.Settings>
{
    internal sealed class Settings : RotationSettings
    {
        [CommandOption("--batch-size <ROWS>")]
        [Description("Rows of a batch; 0 = as configured. Default: as it is.")]
        public int? BatchSize { get; init; }

        [CommandOption("--pace <ROWS>")]
        [Description("Rows per second at most; 0 = as fast as it goes. Default: as it is.")]
        public int? Pace { get; init; }
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PatchAsync(settings.Path, new Dictionary<string, object?> { ["batch_size"] = settings.BatchSize, ["pace"] = settings.Pace }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => RotationListing.OfOne(answer);
}
