using KeyRotation.Claims;

namespace KeyRotation.Alerts;

/// <summary>Alerts as the store has them: at most one is open for a code and a subject.</summary>
public interface IAlertStore
{
    /// <summary>Those that are not over, the oldest first.</summary>
    Task<IReadOnlyList<OpenAlert>> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>Opens, updates and closes in one transaction.</summary>
    /// <param name="fence">Renewed first, also where nothing changes; null = what a node says of itself needs no claim.</param>
    /// <param name="changes">What is to be done.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    /// <returns>What was done: an alert that another node opened meanwhile is not in it.</returns>
    /// <exception cref="ClaimLostException">The fence no longer holds; nothing was written.</exception>
    Task<AlertChanges> ApplyAsync(Fence? fence, AlertChanges changes, DateTimeOffset now, CancellationToken cancellationToken);
}
