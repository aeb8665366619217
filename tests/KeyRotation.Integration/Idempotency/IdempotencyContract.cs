using System.Text;
using KeyRotation.Idempotency;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Idempotency;

/// <summary>A request with a key is carried out once, whoever is sent it, and whatever becomes of the first attempt.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class IdempotencyContract(DatabaseKind kind) : StoreFixture(kind)
{
    private static readonly KeptAnswer Answer = new(201, "application/json", "/api/rotations/1", Encoding.UTF8.GetBytes("{\"id\":1}"));

    private IIdempotencyStore Keys => Get<IIdempotencyStore>();

    [Test]
    public async Task An_answer_is_kept_byte_for_byte()
    {
        var request = Request("a");
        await Keys.ReserveAsync(request, CancellationToken.None);

        await Keys.KeepAsync(request, Answer, CancellationToken.None);

        var answered = (Reservation.Answered)await Keys.ReserveAsync(request, CancellationToken.None);
        Assert.That(answered.Answer with { Body = [] }, Is.EqualTo(Answer with { Body = [] }));
        Assert.That(answered.Answer.Body, Is.EqualTo(Answer.Body));
    }

    [Test]
    public async Task Of_many_that_send_it_at_once_one_has_it_in_hand()
    {
        var reservations = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Keys.ReserveAsync(Request("a"), CancellationToken.None))));

        Assert.That(reservations.Count(reservation => reservation is Reservation.Held), Is.EqualTo(1));
        Assert.That(reservations.Count(reservation => reservation is Reservation.InHand), Is.EqualTo(7));
    }

    [Test]
    public async Task Another_request_may_not_have_its_key([Values] bool answered)
    {
        await Keys.ReserveAsync(Request("a"), CancellationToken.None);
        if (answered)
            await Keys.KeepAsync(Request("a"), Answer, CancellationToken.None);

        Assert.That(await Keys.ReserveAsync(Request("a", fingerprint: 2), CancellationToken.None), Is.TypeOf<Reservation.OtherRequest>());
    }

    [TestCase("a", "olga")]
    [TestCase("A", "mia")]
    [TestCase("a", "MIA")]
    public async Task Another_key_or_another_sender_is_another_request(string key, string actor)
    {
        await Keys.ReserveAsync(Request("a"), CancellationToken.None);

        Assert.That(await Keys.ReserveAsync(Request(key) with { Actor = actor }, CancellationToken.None), Is.TypeOf<Reservation.Held>());
    }

    [Test]
    public async Task Whoever_takes_over_from_a_node_that_died_carries_it_out_under_the_same_id()
    {
        var first = (Reservation.Held)await Keys.ReserveAsync(Request("a"), CancellationToken.None);
        await PassAsync("reserved_until");

        var second = await Keys.ReserveAsync(Request("a"), CancellationToken.None);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(await Keys.ReserveAsync(Request("a"), CancellationToken.None), Is.TypeOf<Reservation.InHand>());
    }

    [Test]
    public async Task Of_many_that_take_over_one_has_it_in_hand()
    {
        await Keys.ReserveAsync(Request("a"), CancellationToken.None);
        await PassAsync("reserved_until");

        var reservations = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Keys.ReserveAsync(Request("a"), CancellationToken.None))));

        Assert.That(reservations.Count(reservation => reservation is Reservation.Held), Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_ended_nobody_knows_how_may_be_sent_again_at_once_with_the_same_body_only()
    {
        var first = (Reservation.Held)await Keys.ReserveAsync(Request("a"), CancellationToken.None);

        await Keys.FreeAsync(Request("a"), CancellationToken.None);

        Assert.That(await Keys.ReserveAsync(Request("a", fingerprint: 2), CancellationToken.None), Is.TypeOf<Reservation.OtherRequest>());
        Assert.That(await Keys.ReserveAsync(Request("a"), CancellationToken.None), Is.EqualTo(first));
    }

    [Test]
    public async Task One_that_changed_nothing_leaves_its_key_free_for_another_body()
    {
        await Keys.ReserveAsync(Request("a"), CancellationToken.None);

        await Keys.ForgetAsync(Request("a"), CancellationToken.None);

        Assert.That(await Keys.ReserveAsync(Request("a", fingerprint: 2), CancellationToken.None), Is.TypeOf<Reservation.Held>());
    }

    [Test]
    public async Task Nobody_who_lost_his_lease_frees_or_forgets_what_was_answered()
    {
        await Keys.ReserveAsync(Request("a"), CancellationToken.None);
        await Keys.KeepAsync(Request("a"), Answer, CancellationToken.None);

        await Keys.FreeAsync(Request("a"), CancellationToken.None);
        await Keys.ForgetAsync(Request("a"), CancellationToken.None);

        Assert.That(await Keys.ReserveAsync(Request("a"), CancellationToken.None), Is.TypeOf<Reservation.Answered>());
    }

    [Test]
    public async Task A_key_is_forgotten_when_its_time_is_over([Values] bool purged)
    {
        var first = (Reservation.Held)await Keys.ReserveAsync(Request("a"), CancellationToken.None);
        await Keys.KeepAsync(Request("a"), Answer, CancellationToken.None);
        await Keys.ReserveAsync(Request("b"), CancellationToken.None);
        await PassAsync("expires_at", "a");

        if (purged)
            Assert.That(await Keys.PurgeAsync(CancellationToken.None), Is.EqualTo(1));

        Assert.That(await Keys.ReserveAsync(Request("a", fingerprint: 2), CancellationToken.None), Is.TypeOf<Reservation.Held>().And.Not.EqualTo(first));
        Assert.That(await Keys.ReserveAsync(Request("b"), CancellationToken.None), Is.TypeOf<Reservation.InHand>());
    }

    [Test]
    public async Task An_emergency_that_is_carried_out_twice_under_one_id_is_declared_once([Values] bool open)
    {
        if (open)
            await Get<RotationRequests>().OpenAsync(new PlannedRotation("token_encryption", RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);
        var request = new EmergencyRequest("token_encryption", RotationTrigger.IncidentResponse, "a laptop was lost", true, "olga") { Id = Guid.CreateVersion7() };
        var rotation = await Get<RotationRequests>().EmergencyAsync(request, CancellationToken.None);

        var again = await Get<RotationRequests>().EmergencyAsync(request, CancellationToken.None);

        Assert.That(again, Is.EqualTo(rotation));
        Assert.That(await Get<IRotationStore>().ListOpenAsync(CancellationToken.None), Has.Count.EqualTo(1));
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}incident"), Is.EqualTo(1));
    }

    private static IdempotentRequest Request(string key, byte fingerprint = 1) => new("mia", key, [.. Enumerable.Repeat(fingerprint, 32)]);

    private Task<int> PassAsync(string column, string key = "a") =>
        Store.ExecuteAsync($"update {Store.Schema}idempotency_key set {column} = '2020-01-01 00:00:00' where request_key = '{key}'");
}
