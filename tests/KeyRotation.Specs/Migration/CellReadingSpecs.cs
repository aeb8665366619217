using KeyRotation.Encryption;
using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

[TestFixture]
internal sealed class CellReadingSpecs
{
    private Rows _rows = null!;

    [SetUp]
    public void MakeRows() => _rows = new Rows();

    [TearDown]
    public void DropRows() => _rows.Dispose();

    [Test]
    public void Header_of_sealed_bytes_and_of_sealed_text_is_read()
    {
        var bytes = CellReading.Of(_rows.SealedBytes(Rows.Old, "DE02"), ColumnEncoding.Binary);
        var text = CellReading.Of(_rows.SealedText(Rows.Current, "likes tea"), ColumnEncoding.Text);

        Assert.That((bytes.Status, bytes.Header, bytes.IsForeign), Is.EqualTo((OpenStatus.Opened, new EnvelopeHeader(7, Rows.Old), false)));
        Assert.That((text.Status, text.Header, text.IsForeign), Is.EqualTo((OpenStatus.Opened, new EnvelopeHeader(7, Rows.Current), false)));
    }

    private static readonly TestCaseData[] Foreign =
    [
        new TestCaseData(Array.Empty<byte>(), ColumnEncoding.Binary),
        new TestCaseData(new byte[] { 1, 2, 3 }, ColumnEncoding.Binary),
        new TestCaseData("", ColumnEncoding.Text),
        new TestCaseData("likes tea", ColumnEncoding.Text),
        new TestCaseData("kr1", ColumnEncoding.Text),
        new TestCaseData("KR1.AAAA", ColumnEncoding.Text),
        new TestCaseData("text where bytes belong", ColumnEncoding.Binary),
        new TestCaseData(new byte[] { 1, 2, 3 }, ColumnEncoding.Text),
        new TestCaseData(42L, ColumnEncoding.Text),
    ];

    [TestCaseSource(nameof(Foreign))]
    public void Value_that_never_was_an_envelope_is_foreign(object stored, ColumnEncoding encoding)
    {
        var reading = CellReading.Of(stored, encoding);

        Assert.That((reading.Status, reading.IsForeign), Is.EqualTo((OpenStatus.UnknownFormat, true)));
    }

    [TestCase("kr1.")]
    [TestCase("kr1.A")]
    [TestCase("kr1.====")]
    [TestCase("kr1.not base64url")]
    [TestCase("kr1.AAAA")]
    [TestCase("kr1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Text_with_the_prefix_of_an_envelope_is_damaged_and_not_foreign(string stored)
    {
        var reading = CellReading.Of(stored, ColumnEncoding.Text);

        Assert.That(reading.Status, Is.Not.EqualTo(OpenStatus.Opened));
        Assert.That(reading.IsForeign, Is.False);
    }

    [Test]
    public void Truncated_bytes_with_the_magic_of_an_envelope_are_damaged_and_not_foreign()
    {
        var whole = _rows.SealedBytes(Rows.Old, "");

        for (var length = 3; length < whole.Length; length++)
        {
            var reading = CellReading.Of(whole[..length], ColumnEncoding.Binary);
            Assert.That((reading.Status, reading.IsForeign), Is.EqualTo((OpenStatus.Truncated, false)), $"{length} bytes");
        }
    }
}
