using KeyRotation.Status;

namespace KeyRotation.Specs.Status;

/// <summary>Who asks meanwhile shares the next look, and nobody gets one that is older than his question.</summary>
public sealed class SharedReadRules
{
    private readonly List<TaskCompletionSource<int>> _looks = [];
    private SharedRead<int> _read = null!;

    [SetUp]
    public void Begin()
    {
        _looks.Clear();
        _read = new SharedRead<int>(_ =>
        {
            var look = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_looks)
                _looks.Add(look);
            return look.Task;
        });
    }

    [Test]
    public async Task Whoever_comes_while_a_look_is_under_way_shares_the_next_one()
    {
        var first = _read.ReadAsync(CancellationToken.None);
        await LooksAsync(1);
        var second = _read.ReadAsync(CancellationToken.None);
        var third = _read.ReadAsync(CancellationToken.None);

        _looks[0].SetResult(1);
        await LooksAsync(2);
        _looks[1].SetResult(2);

        Assert.That((await first, await second, await third, _looks.Count), Is.EqualTo((1, 2, 2, 2)));
    }

    [Test]
    public async Task A_look_that_fails_fails_those_who_share_it_and_nobody_else()
    {
        var first = _read.ReadAsync(CancellationToken.None);
        await LooksAsync(1);
        var second = _read.ReadAsync(CancellationToken.None);

        _looks[0].SetException(new TimeoutException());
        await LooksAsync(2);
        _looks[1].SetResult(2);

        await Assert.ThatAsync(() => first, Throws.InstanceOf<TimeoutException>());
        Assert.That(await second, Is.EqualTo(2));
    }

    [Test]
    public async Task Whoever_goes_ends_no_look_of_the_others()
    {
        using var impatient = new CancellationTokenSource();
        var first = _read.ReadAsync(impatient.Token);
        var second = _read.ReadAsync(CancellationToken.None);
        await LooksAsync(1);

        await impatient.CancelAsync();
        _looks[0].SetResult(1);

        await Assert.ThatAsync(() => first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await second, _looks.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Nobody_gets_what_was_read_before_he_asked()
    {
        var now = 0;
        var read = new SharedRead<int>(async _ =>
        {
            var seen = Volatile.Read(ref now);
            await Task.Yield();
            return seen;
        });

        await Parallel.ForAsync(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, token) =>
        {
            var asked = Interlocked.Increment(ref now);
            Assert.That(await read.ReadAsync(token), Is.GreaterThanOrEqualTo(asked));
        });
    }

    private async Task LooksAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            lock (_looks)
                if (_looks.Count >= count)
                    return;
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
