using KeyRotation.Node.Configuration;

namespace KeyRotation.Specs.Configuration;

public sealed class SecretFileRules
{
    private const string Variable = "KeyRotation__Store__ConnectionString_FILE";

    private string _file = "";

    [SetUp]
    public void MakeFile() => _file = Path.GetTempFileName();

    [TearDown]
    public void RemoveFile() => File.Delete(_file);

    [TestCase("Host=db;Password=hunter2")]
    [TestCase("Host=db;Password=hunter2\n")]
    [TestCase("Host=db;Password=hunter2\r\n")]
    public void A_connection_string_is_read_from_a_file_without_its_line_break(string content)
    {
        File.WriteAllText(_file, content);

        Assert.That(Load((Variable, _file)), Is.EqualTo("Host=db;Password=hunter2"));
    }

    [Test]
    public void A_number_sign_in_a_file_is_no_comment()
    {
        File.WriteAllText(_file, "Host=db;Password=a #b");

        Assert.That(Load((Variable, _file)), Is.EqualTo("Host=db;Password=a #b"));
    }

    [Test]
    public void A_short_variable_may_name_a_file_too()
    {
        File.WriteAllText(_file, "security@example.com\n");

        Assert.That(Configured.By(("KEY_ROTATION_ALERTS_EMAIL_FILE", _file)).Scheduler.NotificationEmails, Is.EqualTo(new[] { "security@example.com" }));
    }

    [Test]
    public void A_file_that_is_not_there_is_a_problem_that_names_variable_and_file() =>
        Assert.That(Configured.Problems(("KEY_ROTATION_ALERTS_EMAIL_FILE", "/no/such/file")), Has.One.StartsWith("KEY_ROTATION_ALERTS_EMAIL_FILE names the file '/no/such/file', which cannot be read:"));

    [Test]
    public void An_empty_file_is_a_problem_and_not_an_empty_secret() =>
        Assert.That(Configured.Problems(("KEY_ROTATION_EMERGENCY_CONTACT_FILE", _file)), Has.One.StartsWith($"KEY_ROTATION_EMERGENCY_CONTACT_FILE names the file '{_file}', which is empty."));

    [Test]
    public void A_value_and_a_file_for_the_same_setting_contradict_each_other() =>
        Assert.That(Configured.Problems((Variable, _file)), Has.One.EqualTo("KeyRotation__Store__ConnectionString_FILE and KeyRotation__Store__ConnectionString are both set. Leave one out."));

    [Test]
    public void No_problem_repeats_what_a_file_or_a_connection_string_says()
    {
        File.WriteAllText(_file, "hunter2");

        var problems = Configured.Problems("""{ "KeyTypes": { "x": { "Targets": [ { "ConnectionString": "Password=hunter2" } ] } } }""", (Variable, _file), ("KeyRotation__Store__Pasword", "hunter2"));

        Assert.That(problems.Where(problem => problem.Contains("hunter2")), Is.Empty);
    }

    private static string Load((string Name, string Value) variable)
    {
        var environment = Configured.Least.Where(least => least.Key != "KeyRotation__Store__ConnectionString").Append(new(variable.Name, variable.Value));
        return NodeConfiguration.Load(null, new Dictionary<string, string>(environment)).Options.Store.ConnectionString;
    }
}
