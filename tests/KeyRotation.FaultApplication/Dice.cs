namespace KeyRotation.FaultApplication;

/// <summary>Random numbers that a seed repeats (SplitMix64): a run that failed can be run again. Never for keys or nonces.</summary>
internal sealed class Dice(long seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>From 0 up to, and without, the limit.</summary>
    public int Next(int limit) => (int)(NextBits() % (ulong)limit);

    /// <summary>So many times in a hundred.</summary>
    public bool Falls(int percent) => Next(100) < percent;

    private ulong NextBits()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
