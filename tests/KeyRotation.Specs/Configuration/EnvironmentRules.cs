using KeyRotation.Configuration;

namespace KeyRotation.Specs.Configuration;

public sealed class EnvironmentRules
{
    [TestCase("KEY_ROTATION_CHEK_INTERVAL", "KEY_ROTATION_CHECK_INTERVAL")]
    [TestCase("KEY_ROTATION_MAINTENANCE_HOURS", "KEY_ROTATION_MAINTENANCE_START")]
    [TestCase("KEY_ROTATION_ENABLE", "KEY_ROTATION_ENABLED")]
    [TestCase("KEY_ROTATION_ALERT_EMAIL_FILE", "KEY_ROTATION_ALERTS_EMAIL_FILE")]
    public void An_unknown_variable_stops_the_start_with_the_nearest_known_name(string name, string nearest) =>
        Assert.That(Configured.Problems((name, "1")), Has.One.StartsWith($"The environment variable {name} is not known. Did you mean {nearest}?"));

    [TestCase("TOKEN_ENCRIPTION_ROTATION_DAYS", "TOKEN_ENCRYPTION_ROTATION_DAYS")]
    [TestCase("API_SIGNATURE_GRACE_DAY", "API_SIGNATURE_GRACE_DAYS")]
    public void A_slip_in_the_variable_of_a_key_type_stops_the_start_too(string name, string nearest) =>
        Assert.That(Configured.Problems((name, "30")), Has.One.Contains($"{name} is not known. Did you mean {nearest}?"));

    [TestCase("LOG_ROTATION_DAYS")]
    [TestCase("KEYROTATION_TOKEN")]
    [TestCase("PATH")]
    [TestCase("SUPPORT_GRACE_DAYS")]
    public void A_variable_of_somebody_else_is_left_alone(string name) =>
        Assert.That(() => Configured.By((name, "whatever")), Throws.Nothing);

    [Test]
    public void A_configured_key_type_has_short_variables_of_its_own()
    {
        var options = Configured.By("""{ "KeyTypes": { "payment_data": { "RotationDays": 60, "GraceDays": 20 } } }""", ("PAYMENT_DATA_ROTATION_DAYS", "45"), ("PAYMENT_DATA_GRACE_DAYS", "10  # days"));

        Assert.That((options.KeyTypes["payment_data"].RotationDays, options.KeyTypes["payment_data"].GraceDays), Is.EqualTo((45, 10)));
    }

    [Test]
    public void Several_addresses_are_separated_by_commas_and_replace_a_longer_list_of_a_file()
    {
        var options = Configured.By(
            """{ "Scheduler": { "NotificationEmails": ["a@old.example", "b@old.example", "c@old.example"] } }""",
            ("KEY_ROTATION_ALERTS_EMAIL", "one@example.com, two@example.com"));

        Assert.That(options.Scheduler.NotificationEmails, Is.EqualTo(new[] { "one@example.com", "two@example.com" }));
    }

    [Test]
    public void A_file_is_weaker_than_a_short_variable_and_that_is_weaker_than_a_long_one()
    {
        const string File = """{ "Scheduler": { "CheckIntervalMinutes": 10 } }""";

        Assert.That(Configured.By(File).Scheduler.CheckIntervalMinutes, Is.EqualTo(10));
        Assert.That(Configured.By(File, ("KEY_ROTATION_CHECK_INTERVAL", "20")).Scheduler.CheckIntervalMinutes, Is.EqualTo(20));
        Assert.That(Configured.By(File, ("KEY_ROTATION_CHECK_INTERVAL", "20"), ("KeyRotation__Scheduler__CheckIntervalMinutes", "30")).Scheduler.CheckIntervalMinutes, Is.EqualTo(30));
    }

    [Test]
    public void A_long_address_list_variable_wins_over_the_short_one() =>
        Assert.That(
            Configured.By(("KEY_ROTATION_ALERTS_EMAIL", "short@example.com"), ("KeyRotation__Scheduler__NotificationEmails__0", "long@example.com")).Scheduler.NotificationEmails,
            Is.EqualTo(new[] { "long@example.com" }));

    [Test]
    public void A_comment_is_cut_off_only_behind_a_space() =>
        Assert.That(Configured.By(("KEY_ROTATION_EMERGENCY_CONTACT", "team#1@example.com   # day and night")).Scheduler.EmergencyContact, Is.EqualTo("team#1@example.com"));

    [Test]
    public void A_node_without_any_variable_of_ours_says_what_it_needs()
    {
        var problems = KeyRotationOptionsCheck.Problems(new KeyRotationOptions());

        Assert.That(problems.Select(problem => problem.Split(' ')[0]), Is.EqualTo(new[]
        {
            "KeyRotation:Store:Provider", "KeyRotation:Store:ConnectionString", "KeyRotation:KeyEncryptionKey:Path", "KeyRotation:Escrow:Path",
        }));
    }
}
