using KeyRotation.Rotations;
using KeyRotation.Rotations.Steps;

namespace KeyRotation.Specs.Rotations;

public sealed class QuarantineTextSpecs
{
    private static readonly RotationId Rotation = new(Guid.Parse("019ab000-0000-7000-8000-000000000001"));

    [TestCase(3, 0, "3 ciphertexts do not open;")]
    [TestCase(3, 3, "3 ciphertexts may be forged;")]
    [TestCase(5, 3, "2 ciphertexts do not open, 3 may be forged;")]
    public void It_tells_what_does_not_open_from_what_may_be_forged(long quarantined, long suspects, string begins) =>
        Assert.That(QuarantineText.Of(Rotation, quarantined, suspects), Does.StartWith(begins).And.Contain($"{Rotation}").And.Contain("retry"));

    [Test]
    public void Of_adoption_it_speaks_only_where_something_may_be_forged()
    {
        Assert.That(QuarantineText.Of(Rotation, 3, 1), Does.Contain("adopt"));
        Assert.That(QuarantineText.Of(Rotation, 3, 0), Does.Not.Contain("adopt"));
    }
}
