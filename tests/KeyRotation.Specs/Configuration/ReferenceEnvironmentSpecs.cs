using KeyRotation.Configuration;
using KeyRotation.Policies;

namespace KeyRotation.Specs.Configuration;

/// <summary>The short environment variables; the blocks of the requirements as printed are in <see cref="ReferenceDocumentRules"/>.</summary>
public sealed class ReferenceEnvironmentSpecs
{
    private ConfigurationFolder _folder = null!;

    [SetUp]
    public void Open() => _folder = new ConfigurationFolder();

    [TearDown]
    public void Close() => _folder.Dispose();

    [Test]
    public void Every_built_in_key_type_has_a_variable_for_its_days_and_its_grace()
    {
        foreach (var name in BuiltInKeyTypes.All.Select(policy => policy.Name))
        {
            var policy = ConfiguredPolicies.Of(Load(($"{name.ToUpperInvariant()}_ROTATION_DAYS", "11"), ($"{name.ToUpperInvariant()}_GRACE_DAYS", "3"))).Of(name);

            Assert.That((policy.RotationInterval.Days, policy.GracePeriod.Days), Is.EqualTo((11, 3)), name);
        }
    }

    [TestCase("5  # minutes")]
    [TestCase("5 # minutes # really")]
    [TestCase("5\t#minutes")]
    [TestCase(" 5 ")]
    public void A_comment_behind_a_value_is_no_part_of_it(string value) =>
        Assert.That(Load(("KEY_ROTATION_CHECK_INTERVAL", value)).Scheduler.CheckIntervalMinutes, Is.EqualTo(5));

    [Test]
    public void A_hash_inside_a_value_is_part_of_it() =>
        Assert.That(Load(("KEY_ROTATION_EMERGENCY_CONTACT", "pager#7")).Scheduler.EmergencyContact, Is.EqualTo("pager#7"));

    [TestCase("KEY_ROTATION_ENABELD", "KEY_ROTATION_ENABLED")]
    [TestCase("KEY_ROTATION_INTERVAL", "KEY_ROTATION_CHECK_INTERVAL")]
    [TestCase("KEY_ROTATION_MAX_CONCURENT", "KEY_ROTATION_MAX_CONCURRENT")]
    [TestCase("KEY_ROTATION_MAINTENANCE_STAT", "KEY_ROTATION_MAINTENANCE_START")]
    [TestCase("KEY_ROTATION_ALERT_EMAIL", "KEY_ROTATION_ALERTS_EMAIL")]
    [TestCase("KEY_ROTATION_enabled", "KEY_ROTATION_ENABLED")]
    public void A_name_that_is_not_known_stops_the_start_and_offers_the_nearest(string name, string nearest)
    {
        var problem = Problems((name, "secret value")).Single();

        Assert.That(problem, Does.StartWith($"The environment variable {name} is not known. Did you mean {nearest}?").And.Not.Contain("secret value"));
    }

    [Test]
    public void Every_name_that_is_not_known_is_reported_at_once() =>
        Assert.That(Problems(("KEY_ROTATION_A", "1"), ("KEY_ROTATION_B", "2"), ("KEY_ROTATION_CHECK_INTERVAL_FILE", "/no/such/file")), Has.Count.EqualTo(3));

    [Test]
    public void Other_variables_are_none_of_ours() =>
        Assert.That(Problems(("PATH", "/bin"), ("KEYROTATION", "1"), ("SECRET_FILE", "/no/such/file"), ("_FILE", "x")), Is.Empty);

    [Test]
    public void A_value_may_stand_in_a_file()
    {
        var file = _folder.Write("interval", "7\n");

        Assert.That(Load(("KEY_ROTATION_CHECK_INTERVAL_FILE", file)).Scheduler.CheckIntervalMinutes, Is.EqualTo(7));
        Assert.That(Load(("TOKEN_ENCRYPTION_GRACE_DAYS_FILE", file)).KeyTypes["token_encryption"].GraceDays, Is.EqualTo(7));
    }

    [TestCase("KeyRotation__Store__ConnectionString_FILE")]
    [TestCase("KEYROTATION__STORE__CONNECTIONSTRING_FILE")]
    public void Any_setting_of_the_section_may_stand_in_a_file(string name)
    {
        var file = _folder.Write("connection", "Data Source=from # file.db\r\n");

        Assert.That(Load((name, file)).Store.ConnectionString, Is.EqualTo("Data Source=from # file.db"));
    }

    [Test]
    public void A_file_that_cannot_be_read_is_named() =>
        Assert.That(Problems(("KeyRotation__Store__ConnectionString_FILE", "/no/such/file")).Single(),
            Does.StartWith("KeyRotation__Store__ConnectionString_FILE names the file '/no/such/file', which cannot be read"));

    [TestCase("KEY_ROTATION_CHECK_INTERVAL")]
    [TestCase("KeyRotation__Scheduler__CheckIntervalMinutes")]
    public void A_value_and_a_file_for_the_same_name_contradict_each_other(string name) =>
        Assert.That(Problems((name, "5"), ($"{name}_FILE", _folder.Write("interval", "7"))), Is.EqualTo(new[] { $"{name}_FILE and {name} are both set. Leave one out." }));

    [Test]
    public void A_file_for_a_setting_that_does_not_exist_is_refused() =>
        Assert.That(Problems(("KeyRotation__Store__Conection_FILE", _folder.Write("connection", "x"))).Single(), Does.StartWith("KeyRotation__Store__Conection_FILE is not known. Did you mean ConnectionString?"));

    [Test]
    public void A_value_that_is_none_is_reported_by_its_variable() =>
        Assert.That(Problems(("KEY_ROTATION_MAX_CONCURRENT", "two"), ("KEY_ROTATION_ENABLED", "yes")), Is.EquivalentTo(new[]
        {
            "KEY_ROTATION_MAX_CONCURRENT is 'two'; expected a whole number.",
            "KEY_ROTATION_ENABLED is 'yes'; expected true or false.",
        }));

    [Test]
    public void A_value_out_of_range_is_refused_and_not_clamped() =>
        Assert.That(Problems(("KEY_ROTATION_MAINTENANCE_DURATION", "25  # hours")), Is.EqualTo(new[] { "KEY_ROTATION_MAINTENANCE_DURATION is 25; expected 1 to 24." }));

    private KeyRotationOptions Load(params (string Name, string Value)[] environment) => _folder.Load(ConfigurationFolder.Least, environment);

    private IReadOnlyList<string> Problems(params (string Name, string Value)[] environment) => _folder.Problems(ConfigurationFolder.Least, environment);
}
