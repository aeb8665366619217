using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation rotations show</c>.</summary>
internal sealed class RotationsShowCommand : ApiCommand<RotationSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, RotationSettings settings, CancellationToken cancellationToken) =>
        api.GetAsync(settings.Path, cancellationToken);

    protected override Listing ListingOf(JsonElement answer)
    {
        var rotation = RotationListing.OfOne(answer, "rotation.");
        return rotation with
        {
            Columns =
            [
                .. rotation.Columns, ("node", "node"), ("rows", "progress.rows_total"), ("rows done", "progress.rows_done"), ("rows rewritten", "progress.rows_rewritten"),
                ("rows/s", "progress.rows_per_second"), ("seconds left", "progress.eta_seconds"), ("quarantined", "quarantined"),
            ],
        };
    }
}
