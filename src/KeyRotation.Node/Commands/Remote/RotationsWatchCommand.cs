using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation rotations watch</c>: a line whenever something changed, until the rotation ends or fails.</summary>
internal sealed class RotationsWatchCommand : AsyncCommand<RotationSettings>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public override async Task<int> ExecuteAsync(CommandContext context, RotationSettings settings, CancellationToken cancellationToken)
    {
        using var api = ApiClient.Of(settings);
        var last = "";
        string? first = null;
        while (true)
        {
            var answer = await AskAsync(api, settings, cancellationToken).ConfigureAwait(false);
            var line = LineOf(answer);
            if (line != last)
                Console.Out.WriteLine(line);
            last = line;
            var rotation = answer.GetProperty("rotation");
            var state = rotation.GetProperty("state").GetString();
            first ??= state;
            if (state == "failed")
                return ExitCode.Failed;
            if (rotation.GetProperty("ended_at").ValueKind != JsonValueKind.Null)
                // Who follows a rollback wants it to come to its end.
                return state == "completed" || (state == "rolled_back" && first == "rolling_back") ? ExitCode.Done : ExitCode.Failed;
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A store or a node that is away for a moment ends no watch.</summary>
    private static async Task<JsonElement> AskAsync(ApiClient api, RotationSettings settings, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
            try
            {
                return await api.GetAsync(settings.Path, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception away) when (away is ApiUnreachableException or ApiRefusedException { Status: 503 } && TimeProvider.System.GetElapsedTime(since) < Patience)
            {
                if (isFirst)
                    Console.Error.WriteLine($"{away.Message} Asking again for {Patience.TotalMinutes:0} minutes.");
                await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            }
    }

    private static string LineOf(JsonElement answer)
    {
        var rotation = answer.GetProperty("rotation");
        var progress = answer.GetProperty("progress");
        var total = progress.GetProperty("rows_total").ToString();
        var hold = rotation.GetProperty("hold").GetString() is { } held ? $", held: {held}. {rotation.GetProperty("hold_detail").GetString()}" : "";
        var error = rotation.GetProperty("last_error").GetString() is { } failure ? $", last error: {failure}" : "";
        return $"{rotation.GetProperty("key_type").GetString()}: {rotation.GetProperty("state").GetString()}, {progress.GetProperty("rows_done")}{(total.Length > 0 ? $" of {total}" : "")} rows{hold}{error}";
    }
}
