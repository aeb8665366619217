using KeyRotation.Checker;
using KeyRotation.Specs.Custody;

namespace KeyRotation.Specs.Checker;

/// <summary>What a writer's journal says that rows hold.</summary>
public sealed class WrittenRowsSpecs
{
    [TestCase("B 1 t 5 one|C 1", "one", true)]
    [TestCase("B 1 t 5 one|C 1|B 2 t 5 two|C 2", "two", true)]
    [TestCase("B 1 t 5 one|C 1|B 2 t 5 two|A 2", "one", true)]
    [TestCase("B 1 t 5 one|C 1|B 2 t 5 two|U 2", "one or two", true)]
    [TestCase("B 1 t 5 one|C 1|B 2 t 5 two", "one or two", true)]
    [TestCase("B 1 t 5 one|C 1|B 2 t 5 two|U 2|B 3 t 5 three|C 3", "three", true)]
    [TestCase("B 1 t 5 one|C 1|B 2 t 5", "one", false)]
    [TestCase("B 1 t 5 one", "one", false)]
    [TestCase("B 1 t 5 one|C 1|B 2 t 5|C 2", "", false)]
    [TestCase("B 1 t 5 one|C 1||B 2 t", "one", true)]
    public void A_row_holds_what_was_committed_or_may_have_been(string journal, string values, bool mustBeThere)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("journal"), journal.Replace(' ', '\t').Split('|'));

        var written = WrittenRows.Read(folder.File("journal"));

        Assert.That(written.Describe("t", 5), Is.EqualTo(values));
        Assert.That(written.IdsThatMustBeThere("t").Any(), Is.EqualTo(mustBeThere));
    }
}
