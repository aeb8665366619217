using KeyRotation.Node.Configuration;

namespace KeyRotation.Specs.Configuration;

public sealed class NodeConfigurationSpecs
{
    private ConfigurationFolder _folder = null!;

    [SetUp]
    public void Open() => _folder = new ConfigurationFolder();

    [TearDown]
    public void Close() => _folder.Dispose();

    [Test]
    public void A_short_variable_wins_over_the_file() =>
        Assert.That(_folder.Load(With("\"Scheduler\": { \"CheckIntervalMinutes\": 30 }"), ("KEY_ROTATION_CHECK_INTERVAL", "5")).Scheduler.CheckIntervalMinutes, Is.EqualTo(5));

    [Test]
    public void A_section_variable_wins_over_a_short_one() =>
        Assert.That(_folder.Load(With(""), ("KeyRotation__Scheduler__CheckIntervalMinutes", "7"), ("KEY_ROTATION_CHECK_INTERVAL", "5")).Scheduler.CheckIntervalMinutes, Is.EqualTo(7));

    [Test]
    public void What_no_source_says_keeps_its_default()
    {
        var options = _folder.Load(With("\"Scheduler\": { \"CheckIntervalMinutes\": 30 }"), ("KEY_ROTATION_MAX_CONCURRENT", "4"));

        Assert.That((options.Scheduler.CheckIntervalMinutes, options.Scheduler.MaxConcurrentRotations, options.Scheduler.MaintenanceWindow.StartHourUtc), Is.EqualTo((30, 4, 2)));
    }

    [Test]
    public void Emails_from_the_environment_replace_the_list_of_the_file() =>
        Assert.That(_folder.Load(With("\"Scheduler\": { \"NotificationEmails\": [\"a@example.com\", \"b@example.com\"] }"), ("KEY_ROTATION_ALERTS_EMAIL", "c@example.com")).Scheduler.NotificationEmails,
            Is.EqualTo(new[] { "c@example.com" }));

    [Test]
    public void A_variable_can_reach_into_a_list() =>
        Assert.That(_folder.Load(
                With("\"KeyTypes\": { \"token_encryption\": { \"Targets\": [ { \"Name\": \"t\", \"Table\": \"t\", \"KeyColumns\": [\"id\"], \"Columns\": [ { \"Name\": \"c\" } ] } ] } }"),
                ("KeyRotation__KeyTypes__token_encryption__Targets__0__Table", "app.t")).KeyTypes["token_encryption"].Targets[0].Table,
            Is.EqualTo("app.t"));

    [TestCase("\"Schedler\": {}", "KeyRotation:Schedler is not known. Did you mean Scheduler?")]
    [TestCase("\"Scheduler\": { \"CheckInterval\": 5 }", "KeyRotation:Scheduler:CheckInterval is not known. Did you mean CheckIntervalMinutes?")]
    [TestCase("\"Scheduler\": { \"MaintenanceWindow\": { \"StartHour\": 5 } }", "KeyRotation:Scheduler:MaintenanceWindow:StartHour is not known. Did you mean StartHourUtc?")]
    [TestCase("\"KeyTypes\": { \"token_encryption\": { \"RotationDay\": 5 } }", "KeyRotation:KeyTypes:token_encryption:RotationDay is not known. Did you mean RotationDays?")]
    public void A_setting_that_is_not_known_stops_the_start_and_offers_the_nearest(string settings, string problem) =>
        Assert.That(_folder.Problems(With(settings)), Is.EqualTo(new[] { problem }));

    [Test]
    public void A_setting_that_is_not_known_deep_in_a_list_is_found_too()
    {
        var problems = _folder.Problems(With(
            """
            "KeyTypes": { "token_encryption": { "Targets": [ { "Name": "t", "Table": "t", "KeyColumns": ["id"], "ContextColumn": ["id"], "Columns": [ { "Name": "c", "Encodin": "text" } ] } ] } }
            """));

        Assert.That(problems, Is.EquivalentTo(new[]
        {
            "KeyRotation:KeyTypes:token_encryption:Targets:0:ContextColumn is not known. Did you mean ContextColumns?",
            "KeyRotation:KeyTypes:token_encryption:Targets:0:Columns:0:Encodin is not known. Did you mean Encoding?",
        }));
    }

    [Test]
    public void Names_are_read_whatever_their_case() =>
        Assert.That(_folder.Load(With("\"scheduler\": { \"checkintervalminutes\": 30 }")).Scheduler.CheckIntervalMinutes, Is.EqualTo(30));

    [Test]
    public void Any_name_is_known_where_names_are_the_users_own() =>
        Assert.That(_folder.Problems(With("\"Quartz\": { \"quartz.scheduler.instanceName\": \"x\" }, \"Contacts\": { \"on_call\": \"a@example.com\" }")), Is.Empty);

    [Test]
    public void A_list_that_is_written_as_one_value_is_not_ignored()
    {
        var problems = _folder.Problems(With("\"Scheduler\": { \"NotificationEmails\": \"a@example.com\" }"));

        Assert.That(problems.Single(), Does.StartWith("KeyRotation:Scheduler:NotificationEmails is one value; expected a list"));
    }

    [Test]
    public void A_section_that_is_written_as_one_value_is_not_ignored_and_its_value_not_shown()
    {
        var problems = _folder.Problems(With(""), ("KeyRotation__Migration", "Password=s3cret"));

        Assert.That(problems, Is.EqualTo(new[] { "KeyRotation__Migration is one value; expected a section." }));
    }

    [Test]
    public void A_value_that_is_written_as_a_section_is_not_ignored() =>
        Assert.That(_folder.Problems(With("\"Quartz\": { \"jobStore\": { \"clustered\": \"true\" } }")), Is.EqualTo(new[] { "KeyRotation:Quartz:jobStore is a section; expected one value." }));

    [Test]
    public void Null_and_an_empty_list_are_as_if_left_out() =>
        Assert.That(_folder.Problems(With("\"Scheduler\": null, \"Contacts\": {}, \"KeyTypes\": { \"token_encryption\": { \"RotationDays\": null, \"Targets\": [] } }")), Is.Empty);

    [Test]
    public void Every_kind_of_problem_is_reported_at_once()
    {
        var problems = _folder.Problems(
            With("\"Schedler\": {}, \"Migration\": { \"BatchSize\": \"many\" }, \"KeyTypes\": { \"token_encryption\": { \"RotationDays\": 0, \"GraceDays\": 1.5 } }"),
            ("KEY_ROTATION_MAX_CONCURRENT", "two"));

        Assert.That(problems, Is.EquivalentTo(new[]
        {
            "KeyRotation:Schedler is not known. Did you mean Scheduler?",
            "KeyRotation:Migration:BatchSize is 'many'; expected a whole number.",
            "KeyRotation:KeyTypes:token_encryption:GraceDays is '1.5'; expected a whole number.",
            "KEY_ROTATION_MAX_CONCURRENT is 'two'; expected a whole number.",
            "KeyRotation:KeyTypes:token_encryption:RotationDays is 0; expected 1 to 3650.",
        }));
    }

    [Test]
    public void Without_any_store_the_embedded_one_is_used()
    {
        var options = _folder.Load("{}", ("KEY_ROTATION_CHECK_INTERVAL", "5"));

        Assert.That(options.Store.Provider, Is.EqualTo("sqlite"));
        Assert.That(new[] { options.Store.ConnectionString, options.KeyEncryptionKey.Path, options.Escrow.Path }, Is.All.Contains("keyrotation-data"));
    }

    [Test]
    public void A_path_that_is_set_is_kept_beside_the_embedded_store() =>
        Assert.That(_folder.Load("{}", ("KeyRotation__Escrow__Path", "/mnt/escrow")).Escrow.Path, Is.EqualTo("/mnt/escrow"));

    [TestCase("KeyRotation__Store__Provider", "postgresql")]
    [TestCase("KeyRotation__Store__ConnectionString", "Host=db")]
    public void Half_a_store_is_not_completed_from_the_embedded_one(string name, string value) =>
        Assert.That(_folder.Problems("{}", (name, value)), Has.Count.EqualTo(3));

    [Test]
    public void A_file_that_does_not_exist_is_named() =>
        Assert.That(() => NodeConfiguration.Load("/no/such/file.json", new Dictionary<string, string>()),
            Throws.InstanceOf<ConfigurationProblemException>().With.Message.Contains("/no/such/file.json does not exist"));

    [Test]
    public void A_file_that_is_no_json_is_named() =>
        Assert.That(_folder.Problems("{ \"KeyRotation\": {").Single(), Does.Contain("node.json"));

    private static string With(string settings) => ConfigurationFolder.Least.TrimEnd()[..^3].TrimEnd() + (settings.Length > 0 ? ", " + settings : "") + " } }";
}
