using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation keys enable</c>: undoes what disabled a version.</summary>
internal sealed class KeysEnableCommand : ApiCommand<KeysEnableCommand.Settings>
{
    internal sealed class Settings : KeyTypeSettings
    {
        [CommandArgument(1, "<VERSION>")]
        [Description("The disabled version.")]
        public int Version { get; init; }

        [CommandOption("--reason <TEXT>")]
        [Description("Why, for the audit trail.")]
        public string Reason { get; init; } = "";
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync(
            $"/keys/{Uri.EscapeDataString(settings.KeyType)}/versions/{settings.Version.ToString(CultureInfo.InvariantCulture)}/enable",
            new Dictionary<string, object?> { ["reason"] = settings.Reason }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.OfOne(answer, ("version", "version"), ("state", "state"), ("NIST", "nist_state"), ("grace ends", "grace_ends_at"));
}
