using KeyRotation.Rotations;
using KeyRotation.Signals;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rotations;

/// <summary>A worker hears of an emergency from the store, whatever becomes of the process that opened it.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class EmergencySignal(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    private int _heard;

    [Test]
    public async Task Is_heard_when_an_emergency_is_opened_and_when_a_rotation_is_raised_to_one()
    {
        if (Get<IStoreSignals>().IsSilent)
            Assert.Ignore($"{Kind} says nothing: workers poll.");
        await using var ear = await ListenAsync();

        await EmergencyAsync();
        await Poll.UntilAsync(() => Task.FromResult(_heard == 2), () => Task.FromResult($"Heard {_heard} times."));

        await EmergencyAsync();
        await Poll.UntilAsync(() => Task.FromResult(_heard == 3), () => Task.FromResult($"Heard {_heard} times."));
    }

    [Test]
    public async Task Is_not_given_for_a_routine_rotation()
    {
        if (Get<IStoreSignals>().IsSilent)
            Assert.Ignore($"{Kind} says nothing: workers poll.");
        await using var ear = await ListenAsync();

        await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);
        await EmergencyAsync();
        await Poll.UntilAsync(() => Task.FromResult(_heard >= 2), () => Task.FromResult($"Heard {_heard} times."));

        Assert.That(_heard, Is.EqualTo(2), "Once for listening, once for the emergency.");
    }

    private Task<EmergencyOpened> EmergencyAsync() =>
        Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: false, "officer"), CancellationToken.None);

    /// <summary>Until it listens, which it says by a first call.</summary>
    private async Task<Ear> ListenAsync()
    {
        _heard = 0;
        var ear = new Ear(Get<IStoreSignals>(), () => Interlocked.Increment(ref _heard));
        await Poll.UntilAsync(() => Task.FromResult(_heard == 1), () => Task.FromResult("It does not listen."));
        return ear;
    }

    private sealed class Ear : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ends = new();
        private readonly Task _listening;

        public Ear(IStoreSignals signals, Action heard) => _listening = signals.ListenAsync(StoreSignal.Emergency, heard, _ends.Token);

        public async ValueTask DisposeAsync()
        {
            await _ends.CancelAsync();
            await _listening;
            _ends.Dispose();
        }
    }
}
