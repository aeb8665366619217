using KeyRotation.Client;

namespace KeyRotation.Specs.Client;

[TestFixture]
public sealed class UsageLedgerSpecs
{
    private UsageLedger _usage = null!;

    [SetUp]
    public void Begin() => _usage = new UsageLedger();

    [Test]
    public void Version_that_was_not_used_is_not_reported()
    {
        _usage.Of("token_encryption", 1);

        Assert.That(_usage.Unreported(), Is.Empty);
    }

    [Test]
    public void Version_is_reported_when_it_was_used_since_its_last_report()
    {
        _usage.Of("token_encryption", 1).CountSeal();
        _usage.Of("token_encryption", 2).CountSeal();
        _usage.Reported(_usage.Unreported());
        _usage.Of("token_encryption", 2).CountOpen();

        Assert.That(_usage.Unreported().Select(report => (report.Version, report.Seals, report.Opens)), Is.EqualTo(new[] { (2, 1L, 1L) }));
    }

    [Test]
    public void Report_that_did_not_arrive_is_made_again()
    {
        _usage.Of("token_encryption", 1).CountSeal();
        _usage.Unreported();

        Assert.That(_usage.Unreported(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Rings_of_one_version_share_its_counter()
    {
        var first = _usage.Of("token_encryption", 1);

        Assert.Multiple(() =>
        {
            Assert.That(_usage.Of("token_encryption", 1), Is.SameAs(first));
            Assert.That(_usage.Of("file_encryption", 1), Is.Not.SameAs(first));
        });
    }
}
