using System.Diagnostics;

namespace KeyRotation.Claims;

/// <summary>
/// Keeps claims while work goes on under others, such as the claims on ranges. It is asked between two steps of that work, never by a
/// timer: a process that is stuck loses what it holds.
/// </summary>
public sealed class ClaimKeeper(IClaimStore claims, Fence fence)
{
    private long _renewed = Stopwatch.GetTimestamp();

    /// <summary>Renews the claims when a quarter of their life is over.</summary>
    /// <returns>False: the work is to end.</returns>
    /// <exception cref="ClaimLostException">One of them belongs to somebody else.</exception>
    public async Task<bool> KeepAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return false;
        if (Stopwatch.GetElapsedTime(_renewed) < claims.Duration / 4)
            return true;
        var asked = Stopwatch.GetTimestamp();
        await claims.RenewAsync(fence, cancellationToken).ConfigureAwait(false);
        _renewed = asked;
        return true;
    }
}
