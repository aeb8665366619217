using System.Security.Cryptography;
using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

[TestFixture]
internal sealed class AuditSealSpecs
{
    private static readonly DateTimeOffset Now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567);
    private static readonly LaneHead[] Heads = [new(1, 7, Enumerable.Repeat((byte)1, 32).ToArray()), new(0, 0, AuditHash.Genesis.ToArray())];

    private ECDsa _key = null!;

    [SetUp]
    public void MakeKey() => _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [TearDown]
    public void DropKey() => _key.Dispose();

    [Test]
    public void First_seal_follows_the_genesis_and_the_second_follows_the_first()
    {
        var first = AuditSeal.Sign(null, Heads, Now, 1, _key);
        var second = AuditSeal.Sign(first, Heads, Now, 1, _key);

        Assert.That(first.Number, Is.EqualTo(1));
        Assert.That(first.Previous, Is.EqualTo(AuditHash.Genesis.ToArray()));
        Assert.That(second.Number, Is.EqualTo(2));
        Assert.That(second.Previous, Is.EqualTo(first.Hash));
    }

    [Test]
    public void Heads_come_back_in_the_order_of_their_lanes()
    {
        var heads = AuditSeal.Sign(null, Heads, Now, 1, _key).ReadHeads()!;

        Assert.That(heads.Select(head => (head.Lane, head.Seq)), Is.EqualTo(new[] { (0, 0L), (1, 7L) }));
        Assert.That(heads[1].Hash, Is.EqualTo(Heads[0].Hash));
    }

    [Test]
    public void Seal_is_signed_by_its_key_and_by_no_other()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var seal = AuditSeal.Sign(null, Heads, Now, 1, _key);

        Assert.That(seal.IsSignedBy(_key), Is.True);
        Assert.That(seal.IsSignedBy(other), Is.False);
        Assert.That(seal.Signature, Has.Length.EqualTo(64));
    }

    [Test]
    public void Time_is_kept_in_milliseconds_so_that_every_database_gives_it_back()
    {
        var seal = AuditSeal.Sign(null, Heads, Now, 1, _key);

        Assert.That(seal.SealedAt, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 123, TimeSpan.Zero)));
    }

    [Test]
    public void Column_that_contradicts_the_signed_bytes_leaves_no_heads()
    {
        var seal = AuditSeal.Sign(null, Heads, Now, 1, _key);

        Assert.That((seal with { KeyNumber = 2 }).ReadHeads(), Is.Null);
        Assert.That((seal with { SealedAt = Now.AddSeconds(1) }).ReadHeads(), Is.Null);
    }

    [Test]
    public void Bytes_of_another_layout_leave_no_heads()
    {
        var seal = AuditSeal.Sign(null, Heads, Now, 1, _key);
        byte[] negativeCount = [.. seal.Canonical[..12], 0xff, 0xff, 0xff, 0xff, .. seal.Canonical[16..]];
        byte[] largestCount = [.. seal.Canonical[..12], 0x7f, 0xff, 0xff, 0xff, .. seal.Canonical[16..]];

        Assert.That((seal with { Canonical = negativeCount }).ReadHeads(), Is.Null);
        Assert.That((seal with { Canonical = largestCount }).ReadHeads(), Is.Null);
        for (var length = 0; length < seal.Canonical.Length; length++)
            Assert.That((seal with { Canonical = seal.Canonical[..length] }).ReadHeads(), Is.Null, $"{length} bytes");
        Assert.That((seal with { Canonical = [.. seal.Canonical, 0] }).ReadHeads(), Is.Null);
    }
}
