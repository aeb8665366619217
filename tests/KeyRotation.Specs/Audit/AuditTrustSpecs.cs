using System.Security.Cryptography;
using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

public sealed class AuditTrustSpecs
{
    private RecordedTrail _trail = null!;

    [SetUp]
    public void MakeTrail() => _trail = RecordedTrail.OfSeals(lanes: 2, seals: 3);

    [TearDown]
    public void DropTrail() => _trail.Dispose();

    [Test]
    public async Task Trail_that_nobody_touched_is_whole_to_who_has_its_key_and_a_seal()
    {
        var found = await Verify(new AuditTrust { PublicKeys = _trail.PublicKeys, Anchor = AnchorOf(2) });

        Assert.That(found.FirstBreak, Is.Null);
    }

    [Test]
    public async Task Newest_seals_removed_with_their_events_are_found_by_an_exported_seal()
    {
        var anchor = AnchorOf(3);
        _trail.Seals.RemoveAt(2);
        _trail.CutOff(0, behind: 2);
        _trail.CutOff(1, behind: 2);

        Assert.That((await Verify(AuditTrust.TheStore)).IsWhole, Is.True, "nothing inside the database can prove it");
        var found = await Verify(new AuditTrust { Anchor = anchor });
        Assert.That(found.Break!.Kind, Is.EqualTo(AuditBreakKind.AnchorMismatch));
        Assert.That(found.FirstBreak, Does.Contain("ends at seal 2").And.Contain("seal 3 was exported"));
    }

    [Test]
    public async Task Rewritten_trail_is_found_by_an_exported_seal_whoever_signed_it()
    {
        var anchor = AnchorOf(2);
        using var rewritten = RecordedTrail.OfSeals(lanes: 1, seals: 4);

        var found = await new AuditVerifier(rewritten).VerifyAsync(new AuditTrust { Anchor = anchor }, default);

        Assert.That(found.Break!.Kind, Is.EqualTo(AuditBreakKind.AnchorMismatch));
        Assert.That(found.Break.Seal, Is.EqualTo(2));
        Assert.That(found.Break.Expected, Is.EqualTo(Convert.ToHexStringLower(anchor.Hash)));
    }

    [Test]
    public async Task Whole_trail_rewritten_under_a_key_of_the_forgers_own_is_found_by_the_trusted_key()
    {
        using var forged = RecordedTrail.OfSeals(lanes: 2, seals: 3);

        var found = await new AuditVerifier(forged).VerifyAsync(new AuditTrust { PublicKeys = _trail.PublicKeys }, default);

        Assert.That(found.Break!.Kind, Is.EqualTo(AuditBreakKind.UnknownAuditKey));
        Assert.That(found.FirstBreak, Does.Contain("audit key 1").And.Contain("not the one that is trusted"));
    }

    [Test]
    public async Task Registered_bytes_that_are_no_key_are_a_break_and_no_exception()
    {
        _trail.PublicKeys[1] = [1, 2, 3];

        Assert.That((await Verify(AuditTrust.TheStore)).Break!.Kind, Is.EqualTo(AuditBreakKind.UnknownAuditKey));
    }

    [Test]
    public async Task Registered_key_on_another_curve_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        _trail.PublicKeys[1] = other.ExportSubjectPublicKeyInfo();

        Assert.That((await Verify(AuditTrust.TheStore)).Break!.Kind, Is.EqualTo(AuditBreakKind.UnknownAuditKey));
    }

    private Task<AuditVerification> Verify(AuditTrust trust) => new AuditVerifier(_trail).VerifyAsync(trust, default);

    private AuditAnchor AnchorOf(int number) => new(number, _trail.Seals[number - 1].Hash);
}
