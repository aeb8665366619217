using KeyRotation.Pauses;
using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

/// <summary>A schedule that remembers what is to run now. Of it nothing else is asked: a call that a spec does not foresee is a change of behaviour, and fails it.</summary>
internal sealed class AskedSchedule : IScheduleControl
{
    public List<string> Now { get; } = [];

    public Task RunNowAsync(string keyType, CancellationToken cancellationToken)
    {
        Now.Add(keyType);
        return Task.CompletedTask;
    }

    public Task TakeOverAsync(string keyType, CancellationToken cancellationToken) => RunNowAsync(keyType, cancellationToken);

    public Task RunAtAsync(string keyType, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ShowPauseAsync(string keyType, Pause? pause, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task FreeFailedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ScheduleReport> ReportAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
