namespace KeyRotation.Soak.Cluster;

/// <summary>Key types of which nobody asks for a rotation meanwhile: beside an open one nothing is retired.</summary>
internal sealed class KeyTypesInPeace
{
    private readonly HashSet<string> _left = [];
    private readonly Lock _lock = new();

    public bool Contains(string keyType)
    {
        lock (_lock)
            return _left.Contains(keyType);
    }

    /// <returns>Until it is disposed; null where somebody has asked for it already.</returns>
    public IDisposable? TryLeave(string keyType)
    {
        lock (_lock)
            return _left.Add(keyType) ? new Peace(this, keyType) : null;
    }

    private void End(string keyType)
    {
        lock (_lock)
            _left.Remove(keyType);
    }

    private sealed class Peace(KeyTypesInPeace all, string keyType) : IDisposable
    {
        public void Dispose() => all.End(keyType);
    }
}
