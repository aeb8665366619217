namespace KeyRotation.Soak;

/// <summary>Random choices that a seed repeats (SplitMix64), as far as processes and clocks do. Safe from several threads.</summary>
public sealed class Dice(long seed)
{
    private readonly Lock _lock = new();
    private ulong _state = (ulong)seed;

    public long Seed { get; } = seed;

    /// <summary>From 0 up to, and without, the limit.</summary>
    public int Next(int limit)
    {
        lock (_lock)
        {
            var mixed = _state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
        }
    }

    /// <summary>So many times in a hundred.</summary>
    public bool Falls(int percent) => Next(100) < percent;

    public T One<T>(IReadOnlyList<T> of) => of[Next(of.Count)];

    public TimeSpan Between(double seconds, double moreSeconds) => TimeSpan.FromSeconds(seconds + (moreSeconds - seconds) * Next(1000) / 1000);
}
