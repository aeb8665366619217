using KeyRotation.Claims;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Alerts;

/// <summary>
/// Brings the store's alerts into line with what is so: one process of the cluster, under a claim, as with the seals of the audit
/// trail. What only a node knows of itself it writes itself, and the holder of the claim closes it when the node is gone.
/// </summary>
public sealed class AlertBook(IAlertStore store, IClaimStore claims, ILogger<AlertBook> logger)
{
    private const string AlertsClaim = "alerts";

    private Claim? _claim;

    /// <returns>The alerts that are open now.</returns>
    public async Task<IReadOnlyList<OpenAlert>> WriteAsync(AlertFacts facts, CancellationToken cancellationToken)
    {
        _claim ??= await claims.TryTakeAsync(AlertsClaim, cancellationToken).ConfigureAwait(false);
        var changes = AlertChanges.Between(facts.Open, AlertRules.Of(facts), alert => IsOurs(alert, facts), facts.Now);
        try
        {
            var done = await store.ApplyAsync(_claim is { } claim ? new Fence(claim) : null, changes, facts.Now, cancellationToken).ConfigureAwait(false);
            foreach (var opened in done.Opened)
                AlertLog.Opened(logger, opened.Alert);
            foreach (var closed in done.Closed)
                AlertLog.Closed(logger, closed);
        }
        catch (ClaimLostException)
        {
            // This process was stopped for so long that another one took over, and answers for the alerts now.
            _claim = null;
        }
        return await store.ListOpenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the claim back, so that another process answers for the alerts at once.</summary>
    public async Task StopAsync()
    {
        if (_claim is { } claim)
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        _claim = null;
    }

    private bool IsOurs(Alert alert, AlertFacts facts) =>
        AlertCodes.IsSaidByItsSubject(alert.Code)
            ? alert.Subject == facts.Self || (_claim is not null && facts.Nodes.All(node => node.Instance != alert.Subject))
            : _claim is not null;
}
