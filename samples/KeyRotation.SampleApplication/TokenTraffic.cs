using Microsoft.Extensions.Hosting;

namespace KeyRotation.SampleApplication;

/// <summary>The application's day: a token is written, and one that was written before is read, so many times a second.</summary>
public sealed class TokenTraffic(TokenTable table, ApplicationSettings settings, EventLines events, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private long _firstId;
    private long _nextId;
    private long _activation;
    private TokenCounts _counts;

    /// <summary>What the token of a row says, so that everybody can tell whether it was lost.</summary>
    public static string TokenOf(long id) => $"ya29.token-{id}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _firstId = _nextId = await table.LastIdAsync(stoppingToken) + 1;
        var (version, activation) = table.Activation;
        _activation = activation;
        events.Started(Environment.ProcessId, version, activation);

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / settings.RowsPerSecond), time);
        var reported = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync();
                await ReadBackAsync();
                NoteActivation();
                if (time.GetElapsedTime(reported) < ProgressInterval)
                    continue;
                events.Progress(_counts);
                reported = time.GetTimestamp();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            events.Stopped(_counts);
        }
    }

    // Not cancelled in the middle: a row is written or not, and counted.
    private async Task WriteAsync()
    {
        var id = _nextId++;
        try
        {
            await table.InsertAsync(id, TokenOf(id), CancellationToken.None);
            _counts = _counts with { Sealed = _counts.Sealed + 1 };
        }
        catch (Exception failure)
        {
            Fail("write", id, failure.Message);
        }
    }

    /// <summary>The rows of this run in turn, so that old ones are read too.</summary>
    private async Task ReadBackAsync()
    {
        var id = _firstId + _counts.Opened * 7 % (_nextId - _firstId);
        try
        {
            var token = await table.FindAsync(id, CancellationToken.None);
            if (token == TokenOf(id))
                _counts = _counts with { Opened = _counts.Opened + 1 };
            else
                Fail("read", id, $"It says {token}.");
        }
        catch (Exception failure)
        {
            Fail("read", id, failure.Message);
        }
    }

    private void Fail(string what, long id, string error)
    {
        _counts = _counts with { Failed = _counts.Failed + 1 };
        events.Failed(what, id, error);
    }

    private void NoteActivation()
    {
        var (version, activation) = table.Activation;
        if (activation == _activation)
            return;
        _activation = activation;
        events.ActivationChanged(version, activation);
    }
}
