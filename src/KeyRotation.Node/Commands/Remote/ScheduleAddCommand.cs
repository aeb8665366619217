using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation schedule add</c>.</summary>
internal sealed class ScheduleAddCommand : ApiCommand<ScheduleAddCommand.Settings>
{
    internal sealed class Settings : KeyTypeSettings
    {
        [CommandOption("--reason <TEXT>")]
        [Description("Why, for the audit trail.")]
        public string Reason { get; init; } = "";

        [CommandOption("--trigger <NAME>")]
        [Description("planned_maintenance, policy_update, security_incident or compliance_requirement; the priority follows from it. Default planned_maintenance.")]
        public string? Trigger { get; init; }

        [CommandOption("--not-before <MOMENT>")]
        [Description("Not to start before, as in RFC 3339: 2026-11-24T06:00:00Z.")]
        public string? NotBefore { get; init; }
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync("/schedule", new Dictionary<string, object?>
        {
            ["key_type"] = settings.KeyType,
            ["reason"] = settings.Reason,
            ["trigger"] = settings.Trigger,
            ["not_before"] = settings.NotBefore,
        }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => RotationListing.OfOne(answer);
}
