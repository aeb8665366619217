using System.Security.Cryptography;
using System.Text;
using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

/// <summary>Hashes and a seal that an independent implementation made (docs/audit.md).</summary>
[TestFixture]
internal sealed class GoldenAuditSpecs
{
    private static readonly Dictionary<string, string> Vectors = Golden.Vectors("audit");

    private static readonly AuditEvent First = new()
    {
        EventId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
        OccurredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(6789019),
        Action = AuditActions.TargetRegistered,
        Outcome = AuditOutcome.Success,
        Actor = "scheduler",
    };

    private static readonly AuditEvent Second = new()
    {
        EventId = Guid.Parse("0189c0de-0000-7000-8000-000000000001"),
        OccurredAt = new DateTimeOffset(2026, 1, 2, 5, 4, 6, TimeSpan.FromHours(2)),
        KeyType = "orders",
        KeyTypeSequence = 12,
        Action = AuditActions.RotationFailed,
        Outcome = AuditOutcome.Failure,
        Actor = "zoë",
        RotationId = Guid.Parse("0189c0de-0000-7000-8000-000000000002"),
        KeyVersion = 3,
        DurationSeconds = 1.5,
        RecordsAffected = 42,
        ErrorDetails = "a \"quoted\" <word>",
        Details = new Dictionary<string, string> { ["a"] = "1", ["B"] = "upper case first" },
    };

    [Test]
    public void Events_are_written_as_the_vectors_have_them()
    {
        Assert.That(Encoding.UTF8.GetString(CanonicalAuditEvent.Write(First)), Is.EqualTo(Vectors["event_1_canonical"]));
        Assert.That(Encoding.UTF8.GetString(CanonicalAuditEvent.Write(Second)), Is.EqualTo(Vectors["event_2_canonical"]));
    }

    [Test]
    public void Hashes_of_events_are_those_of_the_vectors()
    {
        var first = AuditHash.OfEvent(5, 1, AuditHash.Genesis, Encoding.UTF8.GetBytes(Vectors["event_1_canonical"]));
        var second = AuditHash.OfEvent(5, 2, first, Encoding.UTF8.GetBytes(Vectors["event_2_canonical"]));

        Assert.That(first, Is.EqualTo(Vector("event_1_hash")));
        Assert.That(second, Is.EqualTo(Vector("event_2_hash")));
    }

    [Test]
    public void Seal_of_the_vectors_verifies_and_gives_its_heads()
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Vector("audit_public_key"), out _);
        var sealedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 7, 8, TimeSpan.Zero);
        var seal = new AuditSeal(1, sealedAt, 1, Vector("seal_1_canonical"), AuditHash.Genesis.ToArray(), Vector("seal_1_hash"), Vector("seal_1_signature"));

        Assert.That(AuditHash.OfSeal(1, AuditHash.Genesis, seal.Canonical), Is.EqualTo(seal.Hash));
        Assert.That(seal.IsSignedBy(key));
        Assert.That(seal.ReadHeads()!.Select(head => (head.Lane, head.Seq)), Is.EqualTo(new[] { (0, 0L), (5, 2L) }));
        Assert.That(seal.ReadHeads()![1].Hash, Is.EqualTo(Vector("event_2_hash")));
    }

    [Test]
    public void Seal_is_written_as_the_vector_has_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        LaneHead[] heads = [new(5, 2, Vector("event_2_hash")), new(0, 0, AuditHash.Genesis.ToArray())];

        var seal = AuditSeal.Sign(null, heads, new DateTimeOffset(2026, 1, 2, 3, 4, 7, 8, TimeSpan.Zero), 1, key);

        Assert.That(seal.Canonical, Is.EqualTo(Vector("seal_1_canonical")));
        Assert.That(seal.Hash, Is.EqualTo(Vector("seal_1_hash")));
    }

    [Test]
    public void Hash_depends_on_lane_number_link_and_bytes()
    {
        byte[] canonical = [1, 2, 3];
        byte[] other = Enumerable.Repeat((byte)9, 32).ToArray();
        string[] hashes =
        [
            Convert.ToHexString(AuditHash.OfEvent(1, 2, AuditHash.Genesis, canonical)),
            Convert.ToHexString(AuditHash.OfEvent(2, 1, AuditHash.Genesis, canonical)),
            Convert.ToHexString(AuditHash.OfEvent(1, 3, AuditHash.Genesis, canonical)),
            Convert.ToHexString(AuditHash.OfEvent(1, 2, other, canonical)),
            Convert.ToHexString(AuditHash.OfEvent(1, 2, AuditHash.Genesis, [1, 2, 4])),
            Convert.ToHexString(AuditHash.OfSeal(2, AuditHash.Genesis, canonical)),
        ];

        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void Document_repeats_every_vector()
    {
        var document = Golden.DocumentWithoutSpace("audit.md");

        Assert.That(
            Vectors.Where(vector => !document.Contains($"{vector.Key}={string.Concat(vector.Value.Where(letter => !char.IsWhiteSpace(letter)))}", StringComparison.Ordinal)).Select(vector => vector.Key),
            Is.Empty);
    }

    private static byte[] Vector(string name) => Convert.FromHexString(Vectors[name]);
}
