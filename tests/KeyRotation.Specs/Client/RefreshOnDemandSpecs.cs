using KeyRotation.Client;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Specs.Client;

[TestFixture]
public sealed class RefreshOnDemandSpecs
{
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    private FakeTimeProvider _time = null!;
    private RefreshOnDemand _refresh = null!;
    private SemaphoreSlim _began = null!;
    private TaskCompletionSource _answer = null!;
    private int _looks;

    [SetUp]
    public void Begin()
    {
        _time = new FakeTimeProvider();
        _looks = 0;
        _began = new SemaphoreSlim(0);
        _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _refresh = new RefreshOnDemand(LookAsync, Spacing, _time);
    }

    [TearDown]
    public void End() => _began.Dispose();

    [Test]
    public async Task First_question_is_answered_at_once()
    {
        _answer.SetResult();

        await _refresh.RefreshAsync(default);

        Assert.That(_looks, Is.EqualTo(1));
    }

    [Test]
    public async Task Many_questions_within_the_spacing_are_one_look_at_its_end()
    {
        _answer.SetResult();
        await _refresh.RefreshAsync(default);

        var questions = Enumerable.Range(0, 100).Select(_ => _refresh.RefreshAsync(default)).ToArray();
        Assert.That(questions.Any(question => question.IsCompleted), Is.False);
        await AdvanceUntilAsync(() => _looks == 2);
        await Task.WhenAll(questions);

        Assert.That(_looks, Is.EqualTo(2));
    }

    [Test]
    public async Task Question_that_comes_while_a_look_is_under_way_is_answered_by_the_next()
    {
        var first = _refresh.RefreshAsync(default);
        await _began.WaitAsync();
        var second = _refresh.RefreshAsync(default);
        _answer.SetResult();
        await first;

        Assert.That(second.IsCompleted, Is.False, "What the first read may be older than the question.");
        await AdvanceUntilAsync(() => _looks == 2);
        await second;
    }

    [Test]
    public async Task Look_that_fails_fails_for_those_who_asked_and_for_nobody_else()
    {
        _answer.SetException(new TimeoutException("The store is away."));
        await Assert.ThrowsAsync<TimeoutException>(() => _refresh.RefreshAsync(default));

        _answer = new TaskCompletionSource();
        _answer.SetResult();
        var next = _refresh.RefreshAsync(default);
        await AdvanceUntilAsync(() => _looks == 2);

        await Assert.DoesNotThrowAsync(() => next);
    }

    [Test]
    public async Task Who_gives_up_waiting_takes_the_answer_from_nobody()
    {
        using var givingUp = new CancellationTokenSource();
        var impatient = _refresh.RefreshAsync(givingUp.Token);
        var patient = _refresh.RefreshAsync(default);
        await givingUp.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => impatient);

        _answer.SetResult();
        // The first look may have begun before the second question: then the next one answers it, a spacing later.
        await AdvanceUntilAsync(() => patient.IsCompleted);

        await Assert.DoesNotThrowAsync(() => patient);
    }

    private Task LookAsync()
    {
        Interlocked.Increment(ref _looks);
        _began.Release();
        return _answer.Task;
    }

    // The delay is asked for on another thread; time moves until it was.
    private async Task AdvanceUntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
