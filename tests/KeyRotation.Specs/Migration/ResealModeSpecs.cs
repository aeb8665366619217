using System.Text;
using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

[TestFixture]
internal sealed class ResealModeSpecs
{
    private static readonly Dictionary<int, int> Sources = new() { [1] = 0 };

    [Test]
    public void Migrating_leaves_current_ciphertext_closed_and_every_other_mode_opens_it()
    {
        Assert.That(ResealMode.Migrate.OpensCurrent, Is.False);
        Assert.That(ResealMode.Verify.OpensCurrent, Is.True);
        Assert.That(ResealMode.AdoptInPlace(new Plaintext()).OpensCurrent, Is.True);
        Assert.That(ResealMode.AdoptFrom(new Plaintext(), Sources).OpensCurrent, Is.True);
    }

    [Test]
    public void Only_an_adoption_in_place_seals_what_stands_in_the_column()
    {
        Assert.That(ResealMode.AdoptInPlace(new Plaintext()).SealsInPlace, Is.True);
        Assert.That(ResealMode.Migrate.SealsInPlace, Is.False);
        Assert.That(ResealMode.Verify.SealsInPlace, Is.False);
        Assert.That(ResealMode.AdoptFrom(new Plaintext(), Sources).SealsInPlace, Is.False);
        Assert.That(ResealMode.AdoptFrom(new Plaintext(), new Dictionary<int, int>()).SealsInPlace, Is.False);
    }

    [Test]
    public void Source_of_a_column_is_the_one_it_was_given()
    {
        var mode = ResealMode.AdoptFrom(new Plaintext(), Sources);

        Assert.That(mode.SourceOf(1), Is.Zero);
        Assert.That(mode.SourceOf(0), Is.Null);
        Assert.That(ResealMode.Verify.SourceOf(1), Is.Null);
    }

    [Test]
    public void Text_is_given_to_a_foreign_format_as_UTF8() =>
        Assert.That(ResealMode.AdoptInPlace(new Plaintext()).Decrypt("zoë"), Is.EqualTo(Encoding.UTF8.GetBytes("zoë")));

    [Test]
    public void Migration_never_reads_a_foreign_format() =>
        Assert.Throws<InvalidOperationException>(() => ResealMode.Migrate.Decrypt("zoë"));
}
