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

    [TestCase("databse_encryption", "Did you mean database_encryption?")]
    [TestCase("TOKEN_ENCRYPTION", "Did you mean token_encryption?")]
    [TestCase("token", "Did you mean token_encryption?")]
    [TestCase("to", "Expected one of token_encryption, database_encryption.")]
    [TestCase("payroll", "Expected one of token_encryption, database_encryption.")]
    [TestCase("", "Expected one of token_encryption, database_encryption.")]
    public void Only_a_name_that_is_near_is_suggested_else_all_are_named(string written, string suggestion) =>
        Assert.That(NearestName.Suggestion(written, ["token_encryption", "database_encryption"]), Is.EqualTo(suggestion));

    [Test]
    public void Where_there_are_no_names_it_says_so() => Assert.That(NearestName.Suggestion("payroll", []), Is.EqualTo("There is none."));
}
