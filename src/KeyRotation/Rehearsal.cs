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
        Current.Value = true;
        return new End();
    }

    private sealed class End : IDisposable
    {
        public void Dispose() => Current.Value = false;
    }
}
