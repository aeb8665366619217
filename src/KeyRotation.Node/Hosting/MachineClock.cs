namespace KeyRotation.Node.Hosting;

/// <summary>The machine's clock, which is compared with the database's; policy time may stand elsewhere (a demo's sample keys are made in the past).</summary>
internal sealed class MachineClock(TimeProvider time)
{
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
