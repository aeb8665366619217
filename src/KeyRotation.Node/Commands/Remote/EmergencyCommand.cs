using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation emergency</c>.</summary>
internal sealed class EmergencyCommand : ApiCommand<EmergencyCommand.Settings>
{
    internal sealed class Settings : KeyTypeSettings
    {
        [CommandOption("--reason <TEXT>")]
        [Description("Why; the name of a trigger (security_breach, vulnerability_discovery, ...) is taken as the trigger.")]
        public string Reason { get; init; } = "";

        [CommandOption("--keep-routine")]
        [Description("Does not pause routine rotations.")]
        public bool KeepRoutine { get; init; }

        [CommandOption("--not-compromised")]
        [Description("Does not mark the active version compromised.")]
        public bool NotCompromised { get; init; }
    }

    protected override async Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken)
    {
        var emergency = await api.PostAsync("/emergency-rotation", new Dictionary<string, object?>
        {
            ["key_type"] = settings.KeyType,
            ["reason"] = settings.Reason,
            ["pause_routine"] = !settings.KeepRoutine,
            ["compromised"] = !settings.NotCompromised,
        }, cancellationToken).ConfigureAwait(false);
        if (ApprovalListing.Needed(emergency) is { } approval)
            return approval;
        if (emergency.GetProperty("routine_paused").GetBoolean())
            Console.Error.WriteLine("Routine rotations of every key type are paused, and stay so until `keyrotation resume`.");
        return emergency;
    }

    protected override Listing ListingOf(JsonElement answer) => ApprovalListing.IsOne(answer) ? ApprovalListing.OfOne(answer) : Listing.OfOne(
        answer, ("rotation", "rotation_id"), ("raised an open one", "raised"), ("superseded", "superseded"), ("compromised version", "compromised_version"), ("routine paused", "routine_paused"), ("incident", "incident_id"));
}
