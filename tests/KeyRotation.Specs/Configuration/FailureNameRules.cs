namespace KeyRotation.Specs.Configuration;

/// <summary>A failure names the setting as the user wrote it.</summary>
public sealed class FailureNameRules
{
    [Test]
    public void A_failure_names_the_short_variable_that_set_it() =>
        Assert.That(Configured.Problems(("KEY_ROTATION_MAX_CONCURRENT", "0")), Is.EqualTo(new[] { "KEY_ROTATION_MAX_CONCURRENT is 0; expected 1 to 64." }));

    [Test]
    public void A_failure_names_the_long_variable_that_set_it() =>
        Assert.That(Configured.Problems(("KeyRotation__Migration__BatchSize", "0")), Is.EqualTo(new[] { "KeyRotation__Migration__BatchSize is 0; expected 1 to 100000." }));

    [Test]
    public void A_failure_names_the_path_in_a_file_in_the_spelling_of_the_file() =>
        Assert.That(Configured.Problems("""{ "migration": { "batchSize": 100001 } }"""), Is.EqualTo(new[] { "KeyRotation:migration:batchSize is 100001; expected 1 to 100000." }));

    [Test]
    public void The_variable_that_won_is_named_and_not_the_file_that_it_overrode() =>
        Assert.That(Configured.Problems("""{ "Scheduler": { "CheckIntervalMinutes": 5 } }""", ("KEY_ROTATION_CHECK_INTERVAL", "1441  # minutes")), Is.EqualTo(new[] { "KEY_ROTATION_CHECK_INTERVAL is 1441; expected 1 to 1440." }));

    [Test]
    public void A_value_that_is_no_number_is_named_with_what_it_is() =>
        Assert.That(Configured.Problems(("TOKEN_ENCRYPTION_ROTATION_DAYS", "ninety")), Is.EqualTo(new[] { "TOKEN_ENCRYPTION_ROTATION_DAYS is 'ninety'; expected a whole number." }));

    [Test]
    public void A_value_that_is_neither_true_nor_false_is_named_with_what_it_is() =>
        Assert.That(Configured.Problems(("KEY_ROTATION_ENABLED", "yes")), Is.EqualTo(new[] { "KEY_ROTATION_ENABLED is 'yes'; expected true or false." }));

    [Test]
    public void An_empty_variable_is_no_number() =>
        Assert.That(Configured.Problems(("KEY_ROTATION_MAINTENANCE_START", "")), Is.EqualTo(new[] { "KEY_ROTATION_MAINTENANCE_START is ''; expected a whole number." }));

    [Test]
    public void An_empty_variable_of_a_key_type_leaves_its_default() =>
        Assert.That(Configured.By(("TOKEN_ENCRYPTION_GRACE_DAYS", "")).KeyTypes["token_encryption"].GraceDays, Is.Null);

    [TestCase("""{ "Scheduler": "nightly" }""", "KeyRotation:Scheduler is one value; expected a section.")]
    [TestCase("""{ "Scheduler": { "NotificationEmails": "a@example.com" } }""", "KeyRotation:Scheduler:NotificationEmails is one value; expected a list: KeyRotation:Scheduler:NotificationEmails:0, KeyRotation:Scheduler:NotificationEmails:1 ...")]
    [TestCase("""{ "Migration": { "BatchSize": [1000] } }""", "KeyRotation:Migration:BatchSize is a section; expected one value.")]
    public void A_setting_of_another_shape_is_refused(string section, string problem) =>
        Assert.That(Configured.Problems(section), Is.EqualTo(new[] { problem }));

    [TestCase("""{ "Scheduler": { "MaxConcurrent": 2 } }""", "KeyRotation:Scheduler:MaxConcurrent is not known. Did you mean MaxConcurrentRotations?")]
    [TestCase("""{ "Sheduler": { "Enabled": true } }""", "KeyRotation:Sheduler is not known. Did you mean Scheduler?")]
    [TestCase("""{ "KeyTypes": { "token_encryption": { "GraceDay": 30 } } }""", "KeyRotation:KeyTypes:token_encryption:GraceDay is not known. Did you mean GraceDays?")]
    public void An_unknown_setting_is_refused_with_the_nearest_name(string section, string problem) =>
        Assert.That(Configured.Problems(section), Is.EqualTo(new[] { problem }));

    [Test]
    public void An_unknown_setting_in_a_variable_is_named_by_the_variable() =>
        Assert.That(Configured.Problems(("KeyRotation__Store__Providr", "sqlite")), Is.EqualTo(new[] { "KeyRotation__Store__Providr is not known. Did you mean Provider?" }));

    [Test]
    public void Every_failure_is_reported_at_once_whatever_its_kind()
    {
        var problems = Configured.Problems(
            """{ "Migration": { "BatchSize": "many" }, "Escrw": {}, "KeyTypes": { "Payment": { "GraceDays": -1 } } }""",
            ("KEY_ROTATION_ENABLE", "true"), ("KEY_ROTATION_MAINTENANCE_START", "24"), ("KEY_ROTATION_MAINTENANCE_DURATION", "0"), ("KeyRotation__Store__Provider", "postgres"));

        Assert.That(problems.Select(problem => string.Join(' ', problem.Split(' ').Take(3))), Is.EquivalentTo(new[]
        {
            "The environment variable", "KeyRotation:Migration:BatchSize is 'many';", "KEY_ROTATION_MAINTENANCE_START is 24;",
            "KEY_ROTATION_MAINTENANCE_DURATION is 0;", "KeyRotation__Store__Provider is 'postgres';", "KeyRotation:KeyTypes:Payment is no",
            "KeyRotation:KeyTypes:Payment:RotationDays is missing;", "KeyRotation:KeyTypes:Payment:GraceDays is -1;", "KeyRotation:Escrw is not",
        }));
    }
}
