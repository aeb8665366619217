namespace KeyRotation;

/// <summary>
/// A command that is carried out to its end and then taken back: every check is made, in the database and under its locks, the answer is the
/// command's own, and nothing is committed or set going (docs/decisions/0013). It holds for what is awaited within it, and for nothing else in
/// the process.
/// </summary>
public static class Rehearsal
{
    private static readonly AsyncLocal<bool> Current = new();

    /// <summary>Whether whoever asks runs within one.</summary>
    public static bool IsOn => Current.Value;

    /// <summary>Ends when the caller's method does, or before, by disposal.</summary>
    public static IDisposable Begin()
    {
        var end = new End(Current.Value);
        Current.Value = true;
        return end;
    }

    /// <param name="before">One within another ends none: what follows it would be carried out for real.</param>
    private sealed class End(bool before) : IDisposable
    {
        public void Dispose() => Current.Value = before;
    }
}
