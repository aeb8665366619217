using KeyRotation.Configuration;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Configuration;

public sealed class ContextColumnSettingSpecs
{
    [TestCase("id:int", LogicalType.WholeNumber)]
    [TestCase("id:decimal", LogicalType.WholeNumber)]
    [TestCase("id:uuid", LogicalType.Uuid)]
    [TestCase("id:text", LogicalType.Text)]
    [TestCase("id:fixed_text", LogicalType.FixedText)]
    [TestCase("id:date", LogicalType.Date)]
    [TestCase("id:instant", LogicalType.Instant)]
    [TestCase("id:local_time", LogicalType.LocalTime)]
    [TestCase("id:binary", LogicalType.Binary)]
    public void A_type_behind_the_name_is_taken_instead_of_the_detected_one(string text, LogicalType type) =>
        Assert.That(ContextColumnSetting.Parse(text), Is.EqualTo(new ContextColumnSetting("id", type)));

    [Test]
    public void Without_a_type_it_is_detected() => Assert.That(ContextColumnSetting.Parse("tenant_id"), Is.EqualTo(new ContextColumnSetting("tenant_id", null)));

    [TestCase("")]
    [TestCase(":int")]
    [TestCase("id:")]
    [TestCase("id:guid")]
    [TestCase("id:INT")]
    [TestCase("id: int")]
    [TestCase("id:int:int")]
    public void Anything_else_is_none(string text) => Assert.That(ContextColumnSetting.Parse(text), Is.Null);

    [Test]
    public void Every_logical_type_can_be_written() =>
        Assert.That(ContextColumnSetting.TypeNames.Select(name => ContextColumnSetting.Parse($"id:{name}")!.Type).Distinct(), Is.EquivalentTo(Enum.GetValues<LogicalType>().Cast<LogicalType?>()));
}
