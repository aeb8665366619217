using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation keys compromise</c>: marks a version that encrypts no more compromised.</summary>
internal sealed class KeysCompromiseCommand : ApiCommand<KeysCompromiseCommand.Settings>
{
    internal sealed class Settings : KeyTypeSettings
    {
        [CommandArgument(1, "<VERSION>")]
        [Description("A version that has a successor; the active one takes an emergency.")]
        public int Version { get; init; }

        [CommandOption("--reason <TEXT>")]
        [Description("Why, for the audit trail.")]
        public string Reason { get; init; } = "";
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync(
            $"/keys/{Uri.EscapeDataString(settings.KeyType)}/versions/{settings.Version.ToString(CultureInfo.InvariantCulture)}/compromise",
            new Dictionary<string, object?> { ["reason"] = settings.Reason }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.OfOne(answer, ("version", "version"), ("state", "state"), ("NIST", "nist_state"), ("compromised", "compromised_at"), ("grace ends", "grace_ends_at"));
}
