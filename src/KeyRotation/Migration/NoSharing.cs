namespace KeyRotation.Migration;

/// <summary>For a process that asks nobody: a command, which works for itself.</summary>
public sealed class NoSharing : IRangeSharing
{
    public Task OfferAsync(MigrationWork work, int free, int held, CancellationToken cancellationToken) => Task.CompletedTask;
}
