using KeyRotation.Configuration;

namespace KeyRotation.Specs.Configuration;

public sealed class NearestNameRules
{
    [TestCase("", "", 0)]
    [TestCase("abc", "", 3)]
    [TestCase("kitten", "sitting", 3)]
    [TestCase("flaw", "lawn", 2)]
    [TestCase("same", "same", 0)]
    public void Two_names_differ_in_as_many_letters_as_must_change(string left, string right, int letters)
    {
        Assert.That(EditDistance.Between(left, right), Is.EqualTo(letters));
        Assert.That(EditDistance.Between(right, left), Is.EqualTo(letters));
    }

    [Test]
    public void The_name_that_differs_least_is_offered_whatever_its_case() =>
        Assert.That(NearestName.Of("POSTGRES", ["sqlserver", "postgresql", "sqlite"]), Is.EqualTo("postgresql"));

    [Test]
    public void Of_two_that_are_equally_near_the_first_is_offered() =>
        Assert.That(NearestName.Of("cat", ["bat", "rat"]), Is.EqualTo("bat"));
}
