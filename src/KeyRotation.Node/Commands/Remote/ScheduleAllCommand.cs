using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation schedule all</c>: a rotation for every key type that is due, or for every one.</summary>
internal sealed class ScheduleAllCommand : ApiCommand<ScheduleAllCommand.Settings>
{
    internal sealed class Settings : ApiSettings
    {
        [CommandOption("--reason <TEXT>")]
        [Description("Why, for the audit trail.")]
        public string Reason { get; init; } = "";

        [CommandOption("--even-if-not-due")]
        [Description("Key types that are not due as well.")]
        public bool EvenIfNotDue { get; init; }
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync("/schedule-all", new Dictionary<string, object?> { ["reason"] = settings.Reason, ["only_due"] = !settings.EvenIfNotDue }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.Of(
        answer.GetProperty("items"), ("key type", "key_type"), ("result", "result"), ("rotation", "rotation_id"), ("detail", "detail"));
}
