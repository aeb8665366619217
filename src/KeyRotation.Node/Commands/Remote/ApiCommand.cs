using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>A command that asks the API for one thing and prints the answer.</summary>
internal abstract class ApiCommand<TSettings> : AsyncCommand<TSettings> where TSettings : ApiSettings
{
    public override async Task<int> ExecuteAsync(CommandContext context, TSettings settings, CancellationToken cancellationToken)
    {
        var format = OutputFormats.Parse(settings.Output);
        using var api = ApiClient.Of(settings);
        var answer = await AskAsync(api, settings, cancellationToken).ConfigureAwait(false);
        Listing.Print(answer, ListingOf(answer), format);
        foreach (var more in format == OutputFormat.Table ? MoreOf(answer) : [])
            Listing.Print(answer, more, format);
        return ExitCode.Done;
    }

    protected abstract Task<JsonElement> AskAsync(ApiClient api, TSettings settings, CancellationToken cancellationToken);

    /// <summary>What of the answer people see in a table.</summary>
    protected abstract Listing ListingOf(JsonElement answer);

    /// <summary>What else of it, each in a table of its own, where there is something to show.</summary>
    protected virtual IReadOnlyList<Listing> MoreOf(JsonElement answer) => [];
}
