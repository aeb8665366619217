using KeyRotation.Incidents;
using KeyRotation.Rotations;

namespace KeyRotation.Pauses;

/// <summary>Starts an emergency rotation, and then holds routine work so that it has the machine for itself.</summary>
public sealed class EmergencyService(RotationRequests requests, PauseService pauses, IncidentBell bell)
{
    public async Task<EmergencyOpened> StartAsync(EmergencyRequest request, bool pauseRoutine, CancellationToken cancellationToken)
    {
        // The emergency first: nothing that goes wrong with a pause may delay it.
        var opened = await OpenAsync(request, cancellationToken).ConfigureAwait(false);
        if (pauseRoutine)
            await pauses.PauseAsync(null, $"Emergency rotation {opened.Id} of {request.KeyType}: {request.Reason}", null, request.By, cancellationToken).ConfigureAwait(false);
        return opened;
    }

    private async Task<EmergencyOpened> OpenAsync(EmergencyRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await requests.EmergencyAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Where it failed behind its COMMIT, there is an incident all the same.
            bell.Ring();
        }
    }
}
