using System.Security.Cryptography;
using KeyRotation.Api;
using KeyRotation.Api.Access;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Specs.Api;

public sealed class SigningKeysFileRules
{
    private readonly FakeTimeProvider _time = new();
    private string _path = "";

    [SetUp]
    public void Begin() => _path = Path.GetTempFileName();

    [TearDown]
    public void End() => File.Delete(_path);

    [Test]
    public void A_key_is_found_by_its_id_and_by_no_id_all_are()
    {
        var file = Open(Set(Key("a"), Key("b")));

        Assert.That(file.Find("b").Select(key => key.KeyId), Is.EqualTo(new[] { "b" }));
        Assert.That(file.Find("c"), Is.Empty);
        Assert.That(file.Find(null).Count(), Is.EqualTo(2));
    }

    [Test]
    public void The_issuers_next_key_is_found_a_few_seconds_after_it_was_written()
    {
        var file = Open(Set(Key("a")));
        Write(Set(Key("a"), Key("b")));

        Assert.That(file.Find("b"), Is.Empty, "It was looked at a moment ago.");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(file.Find("b").Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_file_that_is_spoiled_later_leaves_the_keys_as_they_were()
    {
        var file = Open(Set(Key("a")));
        Write("{ half");
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(file.Find("a").Count(), Is.EqualTo(1));
    }

    [TestCase("", "cannot be read as a JWK set")]
    [TestCase("{ half", "cannot be read as a JWK set")]
    [TestCase("""{"keys":[]}""", "has no key that signs")]
    [TestCase("""{"keys":[{"kty":"oct","kid":"a","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}""", "private or symmetric key")]
    public void A_file_without_a_public_key_stops_the_start(string content, string said) =>
        Assert.That(() => Open(content), Throws.TypeOf<ApiSettingException>().With.Message.Contains(said).And.Message.Contains(_path));

    [Test]
    public void A_private_key_stops_the_start()
    {
        using var rsa = RSA.Create(2048);
        var key = rsa.ExportParameters(includePrivateParameters: true);

        Assert.That(() => Open(Set($$"""{"kty":"RSA","kid":"a","n":"{{Encoded(key.Modulus!)}}","e":"AQAB","d":"{{Encoded(key.D!)}}","p":"{{Encoded(key.P!)}}","q":"{{Encoded(key.Q!)}}","dp":"{{Encoded(key.DP!)}}","dq":"{{Encoded(key.DQ!)}}","qi":"{{Encoded(key.InverseQ!)}}"}""")),
            Throws.TypeOf<ApiSettingException>().With.Message.Contains("private or symmetric key"));
    }

    [Test]
    public void A_file_that_is_not_there_stops_the_start()
    {
        File.Delete(_path);

        Assert.That(() => new SigningKeysFile(_path, _time, NullLogger<SigningKeysFile>.Instance), Throws.TypeOf<ApiSettingException>().With.Message.Contains("cannot be read"));
    }

    private SigningKeysFile Open(string content)
    {
        File.WriteAllText(_path, content);
        File.SetLastWriteTimeUtc(_path, DateTime.UnixEpoch);
        return new SigningKeysFile(_path, _time, NullLogger<SigningKeysFile>.Instance);
    }

    private void Write(string content) => File.WriteAllText(_path, content);

    private static string Set(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    private static string Key(string id)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = ec.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"EC","use":"sig","kid":"{{id}}","crv":"P-256","x":"{{Encoded(key.Q.X!)}}","y":"{{Encoded(key.Q.Y!)}}"}""";
    }

    private static string Encoded(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
