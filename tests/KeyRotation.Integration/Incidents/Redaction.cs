using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;

namespace KeyRotation.Integration.Incidents;

/// <summary>What is shown of a configuration lets nobody in.</summary>
public sealed class Redaction
{
    private const string Secret = "hunter2";

    private static IEnumerable<TestCaseData> Places()
    {
        yield return Place("the store's password", options => options.Store.ConnectionString = $"Host=db;Username=app;Password={Secret}");
        yield return Place("a connection string that cannot be read", options => options.Store.ConnectionString = $"=;={Secret}");
        yield return Place("a target's password", options => options.KeyTypes["token_encryption"] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "tokens", Table = "tokens", ConnectionString = $"Server=db;User ID=app;Password={Secret}" }],
        });
        yield return Place("a setting of Quartz by its name", options => options.Quartz["quartz.plugin.notify.apiKey"] = Secret);
        yield return Place("a setting of Quartz by its value", options => options.Quartz["quartz.dataSource.other"] = $"Host=db;Password={Secret}");
        yield return Place("the digest of a token", options => options.Api.Tokens = [new ApiTokenOptions { Name = "olga", Sha256 = Secret, Roles = ["viewer"] }]);
    }

    [TestCaseSource(nameof(Places))]
    public void Not_shown_is(Action<KeyRotationOptions> put)
    {
        var options = new KeyRotationOptions();
        put(options);

        var shown = RedactedConfiguration.Of(options).ToJsonString();

        Assert.That(shown, Does.Not.Contain(Secret).And.Contain("[redacted]"));
    }

    [Test]
    public void Where_something_is_kept_is_shown_and_the_options_stay_as_they_are()
    {
        var options = new KeyRotationOptions { Store = new StoreOptions { Provider = "postgresql", ConnectionString = "Host=db.example;Password=hunter2" } };

        var shown = RedactedConfiguration.Of(options).ToJsonString();

        Assert.That(shown, Does.Contain("host=db.example"));
        Assert.That(options.Store.ConnectionString, Is.EqualTo("Host=db.example;Password=hunter2"));
    }

    private static TestCaseData Place(string what, Action<KeyRotationOptions> put) => new TestCaseData(put).SetArgDisplayNames(what);
}
