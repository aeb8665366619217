using KeyRotation.Encryption;
using KeyRotation.Retirement;

namespace KeyRotation.Specs.Retirement;

/// <summary>Which version a ciphertext's first bytes name.</summary>
public sealed class CensusTallySpecs
{
    private const uint KeyId = 7;

    [Test]
    public void Its_first_bytes_name_its_version_in_either_form()
    {
        var envelope = Prefix(KeyId, 2);

        Assert.That(Count(envelope, EnvelopeText.Encode([.. envelope, .. new byte[60]])).References, Is.EqualTo(new Dictionary<int, long> { [2] = 2 }));
    }

    [Test]
    public void What_was_cut_off_behind_them_names_it_all_the_same() => Assert.That(Count(Prefix(KeyId, 2)).References[2], Is.EqualTo(1));

    [Test]
    public void Nothing_is_no_ciphertext() => Assert.That((Count([null]).Unreadable, Count([null]).References.Count), Is.EqualTo((0L, 0)));

    [Test]
    public void What_cannot_be_read_could_be_of_any_version()
    {
        object[] cells = [Array.Empty<byte>(), new byte[3], "plain text, and more of it than a header", "", 12L, Prefix(KeyId + 1, 2), Prefix(KeyId, 9)];

        Assert.That((Count(cells).Unreadable, Count(cells).References.Count), Is.EqualTo(((long)cells.Length, 0)));
    }

    [Test]
    public void What_the_quarantine_lists_names_the_version_that_it_lists()
    {
        var scope = new CensusScope((int)KeyId, new HashSet<int> { 1, 2 }, new Dictionary<(string, string), int> { [("7", "secret")] = 1 });
        var tally = new CensusTally("secrets", scope);

        tally.Add(new byte[3], "secret", () => "7");
        tally.Add(new byte[3], "note", () => "7");
        tally.Add(new byte[3], "secret", () => null);

        Assert.That((tally.Count.References[1], tally.Count.Unreadable), Is.EqualTo((1L, 2L)));
    }

    private static TargetCount Count(params object?[] cells)
    {
        var tally = new CensusTally("secrets", new CensusScope((int)KeyId, new HashSet<int> { 1, 2 }, new Dictionary<(string, string), int>()));
        foreach (var cell in cells)
            tally.Add(cell, "secret", () => "1");
        return tally.Count;
    }

    private static byte[] Prefix(uint keyId, int version)
    {
        var bytes = new byte[Envelope.PrefixSize];
        Envelope.WritePrefix(keyId, version, bytes);
        return bytes;
    }
}
