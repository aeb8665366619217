using System.Diagnostics;

namespace KeyRotation.Testing;

/// <summary>Waits for something in a database, where there is no signal to wait for; on time-out says what was there.</summary>
public static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<Task<string>> describe, int seconds = 90)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(seconds))
                throw new TimeoutException($"Not so after {seconds} s: {await describe()}");
            await Task.Delay(Interval);
        }
    }
}
