using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Specs.Rotations;

public sealed class RotationFailuresSpecs
{
    private static readonly DateTimeOffset Now = Utc.At("2026-03-02 03:00:00");
    private static readonly Fence Fence = new(new Claim("rotation:token_encryption", "node-1", 1));
    private static readonly IOException Failure = new("The escrow folder is away.");

    [Test]
    public async Task A_passing_failure_is_noted_and_tried_again_later_in_the_same_state()
    {
        var store = Holding(RotationState.Generating, attempts: 1);

        var progress = await FailuresOf(store).TryAgainLaterAsync("token_encryption", Fence, Failure, CancellationToken.None);

        Assert.That(progress, Is.EqualTo(new RotationProgress.RetryScheduled(store.Current, Utc.At("2026-03-02 03:05:00"))));
        Assert.That((store.Current.State, store.Current.Attempts, store.Current.NextAttemptAt, store.Current.LastError),
            Is.EqualTo((RotationState.Generating, 2, (DateTimeOffset?)Utc.At("2026-03-02 03:05:00"), "The escrow folder is away.")));
        Assert.That(store.Events.Single().Action, Is.EqualTo(AuditActions.RotationAttemptFailed));
    }

    [Test]
    public async Task Until_the_next_attempt_it_is_shown_as_waiting_and_not_as_running()
    {
        var store = Holding(RotationState.Generating, attempts: 0);

        await FailuresOf(store).TryAgainLaterAsync("token_encryption", Fence, Failure, CancellationToken.None);

        Assert.That((store.Current.Hold, store.Current.HoldDetail, store.Current.HoldUntil),
            Is.EqualTo((Hold.Throttled, "The escrow folder is away.", (DateTimeOffset?)Utc.At("2026-03-02 03:01:00"))));
    }

    [TestCase(RotationState.Generating)]
    [TestCase(RotationState.Propagating)]
    [TestCase(RotationState.Migrating)]
    [TestCase(RotationState.Verifying)]
    public async Task After_three_retries_a_rotation_fails_and_remembers_where(RotationState state)
    {
        var store = Holding(state, RetryPolicy.MaxRetries);

        var progress = await FailuresOf(store).TryAgainLaterAsync("token_encryption", Fence, Failure, CancellationToken.None);

        Assert.That(progress, Is.EqualTo(new RotationProgress.Ended(store.Current)));
        Assert.That((store.Current.State, store.Current.FailedIn, store.Current.IsOpen), Is.EqualTo((RotationState.Failed, (RotationState?)state, true)));
        Assert.That(store.Events.Single().Action, Is.EqualTo(AuditActions.RotationFailed));
    }

    [TestCase("2026-03-02 02:59:00", 1)]
    [TestCase("2026-03-02 01:59:00", 4)]
    public async Task What_failed_before_batches_were_committed_again_does_not_count_any_more(string lastBatch, int attempts)
    {
        var store = new OneRotation(RotationBuilder.Scheduled(RotationTrigger.Routine) with
        {
            State = RotationState.Migrating,
            Attempts = RetryPolicy.MaxRetries,
            NextAttemptAt = Utc.At("2026-03-02 02:00:00"),
        });
        var range = new RangeProgress
        {
            WorkId = store.Current.Id.Value,
            Target = "oauth-tokens",
            Pass = 0,
            RangeNumber = 0,
            BatchNumber = 5,
            StartedAt = Utc.At("2026-03-02 01:00:00"),
            CheckpointAt = Utc.At(lastBatch),
        };

        await FailuresOf(store, range).TryAgainLaterAsync("token_encryption", Fence, Failure, CancellationToken.None);

        if (attempts > RetryPolicy.MaxRetries)
            Assert.That(store.Current.State, Is.EqualTo(RotationState.Failed));
        else
            Assert.That((store.Current.State, store.Current.Attempts), Is.EqualTo((RotationState.Migrating, attempts)));
    }

    [TestCase(3)]
    [TestCase(40)]
    public async Task A_rotation_that_has_not_begun_never_fails_and_goes_on_asking(int attempts)
    {
        var store = Holding(RotationState.Scheduled, attempts);

        var progress = await FailuresOf(store).TryAgainLaterAsync("token_encryption", Fence, Failure, CancellationToken.None);

        Assert.That(progress, Is.EqualTo(new RotationProgress.RetryScheduled(store.Current, Utc.At("2026-03-02 03:25:00"))));
        Assert.That(store.Current.State, Is.EqualTo(RotationState.Scheduled));
    }

    [Test]
    public async Task A_rotation_that_ended_meanwhile_is_left_alone()
    {
        var store = new OneRotation(RotationBuilder.Scheduled(RotationTrigger.Routine) with { State = RotationState.Completed, EndedAt = Now });

        var progress = await FailuresOf(store).TryAgainLaterAsync("token_encryption", Fence, Failure, CancellationToken.None);

        Assert.That(progress, Is.EqualTo(new RotationProgress.NothingOpen()));
        Assert.That(store.Events, Is.Empty);
    }

    private static OneRotation Holding(RotationState state, int attempts) =>
        new(RotationBuilder.Scheduled(RotationTrigger.Routine) with { State = state, Attempts = attempts });

    private static RotationFailures FailuresOf(OneRotation store, params RangeProgress[] ranges) =>
        new(store, new FixedRanges(ranges), new FakeTimeProvider(Now), NullLogger<RotationFailures>.Instance);
}
