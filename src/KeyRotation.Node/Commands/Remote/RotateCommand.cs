using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation rotate</c>: opens a rotation, or takes the open one, and runs it now, outside the window too.</summary>
internal sealed class RotateCommand : ApiCommand<RotateCommand.Settings>
{
    internal sealed class Settings : KeyTypeSettings
    {
        [CommandOption("--reason <TEXT>")]
        [Description("Why, for the audit trail. Default: rotated by command.")]
        [DefaultValue("rotated by command")]
        public string Reason { get; init; } = "rotated by command";
    }

    protected override async Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken)
    {
        try
        {
            await api.PostAsync("/schedule", new Dictionary<string, object?> { ["key_type"] = settings.KeyType, ["reason"] = settings.Reason }, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusedException refused) when (refused.Code == "rotation_open")
        {
            Console.Error.WriteLine($"{settings.KeyType} has an open rotation already: that one is run.");
        }
        var rotation = await api.PostAsync("/execute", new Dictionary<string, object?> { ["key_type"] = settings.KeyType }, cancellationToken).ConfigureAwait(false);
        if (rotation.GetProperty("hold").GetString() is { } hold)
            Console.Error.WriteLine($"It waits ({hold}). {rotation.GetProperty("hold_detail").GetString()}");
        return rotation;
    }

    protected override Listing ListingOf(JsonElement answer) => RotationListing.OfOne(answer);
}
