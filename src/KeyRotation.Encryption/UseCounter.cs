using System.Numerics;

namespace KeyRotation.Encryption;

/// <summary>
/// Counts the uses of one key version: seals (signatures among them), opens (verifications among them), attempts to open under it while it is disabled, and when the last of
/// each was. It outlives the rings that count into it, so that a swap loses nothing. Thread-safe; a use costs one interlocked
/// increment on a cache line that this processor has to itself, and allocates nothing.
/// </summary>
public sealed class UseCounter
{
    // A cache line of longs for each processor; the line ahead of the first keeps the array's own header apart.
    private const int Line = 8;
    private const int Seals = 0;
    private const int Opens = 1;
    private const int LastSeal = 2;
    private const int LastOpen = 3;
    private const int Attempts = 4;
    private const int LastAttempt = 5;

    // The coarse clock stands still for up to 16 ms. A last use may seem that much later than it was, but never earlier: who asks
    // for the seals since a moment must not miss one.
    private const int Resolution = 16;

    private static readonly int Lines = (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount);

    private readonly long[] _cells = new long[(Lines + 1) * Line];

    /// <summary>What was counted so far.</summary>
    public UseCount Read()
    {
        var now = Environment.TickCount64;
        return new UseCount(Sum(Seals), Sum(Opens), Since(Latest(LastSeal), now), Since(Latest(LastOpen), now)) { Attempts = Sum(Attempts), SinceLastAttempt = Since(Latest(LastAttempt), now) };
    }

    internal void CountSeal() => Count(Seals, LastSeal);

    internal void CountOpen() => Count(Opens, LastOpen);

    /// <summary>Refused, because the version is disabled.</summary>
    internal void CountAttempt() => Count(Attempts, LastAttempt);

    private void Count(int count, int last)
    {
        var line = ((Thread.GetCurrentProcessorId() & (Lines - 1)) + 1) * Line;
        Interlocked.Increment(ref _cells[line + count]);
        // The coarse clock, milliseconds since the machine started: a fifth of the price of the fine one.
        Volatile.Write(ref _cells[line + last], Environment.TickCount64);
    }

    private long Sum(int cell)
    {
        long sum = 0;
        for (var line = Line; line < _cells.Length; line += Line)
        {
            sum += Volatile.Read(ref _cells[line + cell]);
        }

        return sum;
    }

    private long Latest(int cell)
    {
        long latest = 0;
        for (var line = Line; line < _cells.Length; line += Line)
        {
            latest = Math.Max(latest, Volatile.Read(ref _cells[line + cell]));
        }

        return latest;
    }

    private static TimeSpan? Since(long ticks, long now) =>
        ticks == 0 ? null : TimeSpan.FromMilliseconds(Math.Max(0, now - ticks - Resolution));
}
