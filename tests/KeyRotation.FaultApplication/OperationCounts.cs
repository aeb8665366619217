namespace KeyRotation.FaultApplication;

/// <summary>What all lanes did.</summary>
internal sealed class OperationCounts
{
    private long _done;
    private long _hot;
    private long _away;
    private long _wrong;

    public void Done(bool isHot)
    {
        Interlocked.Increment(ref _done);
        if (isHot)
            Interlocked.Increment(ref _hot);
    }

    /// <summary>The database was not there for it.</summary>
    public void Away() => Interlocked.Increment(ref _away);

    public void Wrong() => Interlocked.Increment(ref _wrong);

    public void Say(Action<long, long, long, long> line) => line(Volatile.Read(ref _done), Volatile.Read(ref _hot), Volatile.Read(ref _away), Volatile.Read(ref _wrong));
}
