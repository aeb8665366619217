using KeyRotation.Configuration;
using static KeyRotation.Specs.Configuration.ValidOptions;

namespace KeyRotation.Specs.Configuration;

public sealed class KeyRotationOptionsCheckSpecs
{
    [Test]
    public void A_valid_configuration_has_no_problem() => Assert.That(KeyRotationOptionsCheck.Problems(Create()), Is.Empty);

    [Test]
    public void Of_the_defaults_only_what_has_no_default_is_missing()
    {
        var problems = KeyRotationOptionsCheck.Problems(new KeyRotationOptions());

        Assert.That(problems.Select(problem => problem.Split(' ')[0]), Is.EqualTo(new[]
        {
            "KeyRotation:Store:Provider", "KeyRotation:Store:ConnectionString", "KeyRotation:KeyEncryptionKey:Path", "KeyRotation:Escrow:Path",
        }));
    }

    [TestCase("sqlserver")]
    [TestCase("postgresql")]
    [TestCase("sqlite")]
    public void Three_kinds_of_store_are_known(string provider) => Assert.That(Problems(options => options.Store.Provider = provider), Is.Empty);

    [TestCase("mysql")]
    [TestCase("PostgreSQL")]
    [TestCase("")]
    public void Another_kind_of_store_is_refused(string provider) =>
        Assert.That(Problem(options => options.Store.Provider = provider), Is.EqualTo($"KeyRotation:Store:Provider is '{provider}'; expected one of sqlserver, postgresql, sqlite."));

    [TestCase("")]
    [TestCase("  ")]
    public void A_store_needs_a_connection_string(string text) =>
        Assert.That(Problem(options => options.Store.ConnectionString = text), Does.StartWith("KeyRotation:Store:ConnectionString is missing").And.Contains("KeyRotation__Store__ConnectionString_FILE"));

    [TestCase(2, 1, false)]
    [TestCase(3, 1, true)]
    [TestCase(600, 15, true)]
    [TestCase(601, 15, false)]
    public void A_claim_lives_for_3_to_600_seconds(int seconds, int timeout, bool isValid) =>
        AssertRange(options => (options.Store.ClaimSeconds, options.Store.CommandTimeoutSeconds) = (seconds, timeout), isValid, $"KeyRotation:Store:ClaimSeconds is {seconds}; expected 3 to 600.");

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(300, true)]
    [TestCase(301, false)]
    public void A_statement_is_given_up_after_1_to_300_seconds(int seconds, bool isValid) =>
        AssertRange(options => (options.Store.ClaimSeconds, options.Store.CommandTimeoutSeconds) = (600, seconds), isValid, $"KeyRotation:Store:CommandTimeoutSeconds is {seconds}; expected 1 to 300.");

    [TestCase(2, false)]
    [TestCase(3, true)]
    [TestCase(3600, true)]
    [TestCase(3601, false)]
    public void A_consumers_lease_is_3_to_3600_seconds(int seconds, bool isValid) =>
        AssertRange(options => options.Store.ConsumerLeaseSeconds = seconds, isValid, $"KeyRotation:Store:ConsumerLeaseSeconds is {seconds}; expected 3 to 3600.");

    [TestCase(9, true)]
    [TestCase(10, false)]
    [TestCase(11, false)]
    public void A_statement_never_outlives_the_claim_that_it_runs_under(int timeout, bool isValid) =>
        AssertRange(options => options.Store.CommandTimeoutSeconds = timeout, isValid,
            $"KeyRotation:Store:CommandTimeoutSeconds is {timeout}; expected less than ClaimSeconds (10), or a statement could outlive the claim that it runs under.");

    [Test]
    public void The_only_key_encryption_key_is_a_file() =>
        Assert.That(Problem(options => options.KeyEncryptionKey.Provider = "vault"), Is.EqualTo("KeyRotation:KeyEncryptionKey:Provider is 'vault'; expected file."));

    [Test]
    public void A_key_encryption_key_needs_its_file() =>
        Assert.That(Problem(options => options.KeyEncryptionKey.Path = ""), Does.StartWith("KeyRotation:KeyEncryptionKey:Path is missing").And.Contains("head -c 32 /dev/urandom"));

    [Test]
    public void The_only_escrow_is_a_directory() =>
        Assert.That(Problem(options => options.Escrow.Provider = "s3"), Is.EqualTo("KeyRotation:Escrow:Provider is 's3'; expected directory."));

    [Test]
    public void An_escrow_needs_its_folder() => Assert.That(Problem(options => options.Escrow.Path = " "), Does.StartWith("KeyRotation:Escrow:Path is missing"));

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(1440, true)]
    [TestCase(1441, false)]
    public void Keys_are_assessed_every_1_to_1440_minutes(int minutes, bool isValid) =>
        AssertRange(options => options.Scheduler.CheckIntervalMinutes = minutes, isValid, $"KeyRotation:Scheduler:CheckIntervalMinutes is {minutes}; expected 1 to 1440.");

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(64, true)]
    [TestCase(65, false)]
    public void One_to_64_rotations_run_at_once(int rotations, bool isValid) =>
        AssertRange(options => options.Scheduler.MaxConcurrentRotations = rotations, isValid, $"KeyRotation:Scheduler:MaxConcurrentRotations is {rotations}; expected 1 to 64.");

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(23, true)]
    [TestCase(24, false)]
    public void The_window_opens_at_an_hour_of_the_day(int hour, bool isValid) =>
        AssertRange(options => options.Scheduler.MaintenanceWindow.StartHourUtc = hour, isValid, $"KeyRotation:Scheduler:MaintenanceWindow:StartHourUtc is {hour}; expected 0 to 23.");

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(24, true)]
    [TestCase(25, false)]
    public void The_window_is_open_for_1_to_24_hours(int hours, bool isValid) =>
        AssertRange(options => options.Scheduler.MaintenanceWindow.DurationHours = hours, isValid, $"KeyRotation:Scheduler:MaintenanceWindow:DurationHours is {hours}; expected 1 to 24.");

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(100_000, true)]
    [TestCase(100_001, false)]
    public void A_batch_has_1_to_100000_rows(int rows, bool isValid) =>
        AssertRange(options => options.Migration.BatchSize = rows, isValid, $"KeyRotation:Migration:BatchSize is {rows}; expected 1 to 100000.");

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(3650, true)]
    [TestCase(3651, false)]
    public void A_key_is_due_after_1_to_3650_days(int days, bool isValid) =>
        AssertRange(options => options.KeyTypes["token_encryption"].RotationDays = days, isValid, $"KeyRotation:KeyTypes:token_encryption:RotationDays is {days}; expected 1 to 3650.");

    [TestCase(-1, false)]
    [TestCase(2, true)]
    [TestCase(3650, true)]
    [TestCase(3651, false)]
    public void A_grace_period_is_at_most_3650_days(int days, bool isValid) =>
        AssertRange(options => options.KeyTypes["token_encryption"].GraceDays = days, isValid, $"KeyRotation:KeyTypes:token_encryption:GraceDays is {days}; expected 0 to 3650.");

    [TestCase("high", true)]
    [TestCase("medium", true)]
    [TestCase("low", true)]
    [TestCase("urgent", false)]
    [TestCase("High", false)]
    [TestCase("2", false)]
    public void A_key_type_has_one_of_three_priorities(string priority, bool isValid) =>
        AssertRange(options => options.KeyTypes["token_encryption"].Priority = priority, isValid, $"KeyRotation:KeyTypes:token_encryption:Priority is '{priority}'; expected one of high, medium, low.");

    [TestCase("x")]
    [TestCase("Token_Encryption")]
    [TestCase("1st_key")]
    [TestCase("_key")]
    [TestCase("my-key")]
    [TestCase("schlüssel")]
    public void A_name_that_is_not_in_snake_case_is_no_key_type(string name) =>
        Assert.That(Problem(options => options.KeyTypes[name] = Own()), Is.EqualTo($"KeyRotation:KeyTypes:{name} is no name of a key type. Expected a lower-case letter, then lower-case letters, digits and underscores, 2 to 63 characters."));

    [TestCase(63, true)]
    [TestCase(64, false)]
    public void A_name_has_at_most_63_characters(int length, bool isValid) =>
        Assert.That(Problems(options => options.KeyTypes[new string('k', length)] = Own()), isValid ? Is.Empty : Has.Count.EqualTo(1));

    [Test]
    public void A_name_does_not_end_with_a_new_line() => Assert.That(Problems(options => options.KeyTypes["my_key\n"] = Own()), Has.Count.EqualTo(1));

    [Test]
    public void A_key_type_of_ones_own_needs_its_days()
    {
        var problems = Problems(options => options.KeyTypes["payment_encryption"] = new KeyTypeOptions());

        Assert.That(problems, Is.EqualTo(new[]
        {
            "KeyRotation:KeyTypes:payment_encryption:RotationDays is missing; a key type that is not built in needs it. Built in: token_encryption, database_encryption, file_encryption, session_encryption, api_signature.",
            "KeyRotation:KeyTypes:payment_encryption:GraceDays is missing; a key type that is not built in needs it.",
        }));
    }

    [Test]
    public void A_built_in_key_type_keeps_its_number() =>
        Assert.That(Problem(options => options.KeyTypes["token_encryption"].KeyId = 1000), Is.EqualTo("KeyRotation:KeyTypes:token_encryption:KeyId is 1000; the built-in key type always has 1. Leave it out."));

    [TestCase(999, false)]
    [TestCase(1000, true)]
    [TestCase(int.MaxValue, true)]
    [TestCase(-1, false)]
    public void A_number_of_ones_own_begins_at_1000(int keyId, bool isValid) =>
        AssertRange(options => options.KeyTypes["payment_encryption"] = Own(keyId), isValid, $"KeyRotation:KeyTypes:payment_encryption:KeyId is {keyId}; expected 1000 to 2147483647.");

    [Test]
    public void A_number_names_one_key_type()
    {
        var problem = Problem(options => (options.KeyTypes["payment_encryption"], options.KeyTypes["card_encryption"]) = (Own(1000), Own(1000)));

        Assert.That(problem, Does.StartWith("KeyId 1000 is used by KeyRotation:KeyTypes:payment_encryption and KeyRotation:KeyTypes:card_encryption."));
    }

    [Test]
    public void A_key_type_that_signs_has_no_targets() =>
        Assert.That(Problem(options => options.KeyTypes["api_signature"] = new KeyTypeOptions { Targets = [Target("signatures")] }),
            Does.StartWith("KeyRotation:KeyTypes:api_signature:Targets has 1; api_signature signs"));

    [Test]
    public void A_target_needs_a_name() => Assert.That(TargetProblem(target => target.Name = ""), Does.StartWith("KeyRotation:KeyTypes:token_encryption:Targets:0:Name is missing"));

    [Test]
    public void A_target_needs_a_table() => Assert.That(TargetProblem(target => target.Table = ""), Does.StartWith("KeyRotation:KeyTypes:token_encryption:Targets:0:Table is missing"));

    [Test]
    public void A_target_needs_key_columns() => Assert.That(TargetProblem(target => target.KeyColumns = []), Does.StartWith("KeyRotation:KeyTypes:token_encryption:Targets:0:KeyColumns is empty."));

    [Test]
    public void A_key_column_has_a_name() => Assert.That(TargetProblem(target => target.KeyColumns = ["id", ""]), Does.StartWith("KeyRotation:KeyTypes:token_encryption:Targets:0:KeyColumns:1 is missing"));

    [Test]
    public void A_target_needs_columns() => Assert.That(TargetProblem(target => target.Columns = []), Does.StartWith("KeyRotation:KeyTypes:token_encryption:Targets:0:Columns is empty."));

    [Test]
    public void A_column_has_a_name() => Assert.That(TargetProblem(target => target.Columns[0].Name = ""), Does.StartWith("KeyRotation:KeyTypes:token_encryption:Targets:0:Columns:0:Name is missing"));

    [Test]
    public void A_column_is_binary_or_text()
    {
        Assert.That(TargetProblems(target => target.Columns[0].Encoding = "text"), Is.Empty);
        Assert.That(TargetProblem(target => target.Columns[0].Encoding = "base64"), Is.EqualTo("KeyRotation:KeyTypes:token_encryption:Targets:0:Columns:0:Encoding is 'base64'; expected one of binary, text."));
    }

    [Test]
    public void Each_column_stands_once_in_each_list()
    {
        var problems = TargetProblems(target =>
        {
            target.KeyColumns = ["id", "id"];
            target.ContextColumns = ["tenant:int", "tenant:uuid"];
            target.Columns = [new TargetColumnOptions { Name = "token" }, new TargetColumnOptions { Name = "token" }, new TargetColumnOptions { Name = "token" }];
        });

        Assert.That(problems, Is.EqualTo(new[]
        {
            "KeyRotation:KeyTypes:token_encryption:Targets:0:KeyColumns names id 2 times.",
            "KeyRotation:KeyTypes:token_encryption:Targets:0:ContextColumns names tenant 2 times.",
            "KeyRotation:KeyTypes:token_encryption:Targets:0:Columns names token 3 times.",
        }));
    }

    [Test]
    public void A_context_column_is_a_name_or_a_name_with_a_type() =>
        Assert.That(TargetProblem(target => target.ContextColumns = ["id", "tenant:guid"]),
            Is.EqualTo("KeyRotation:KeyTypes:token_encryption:Targets:0:ContextColumns has 'tenant:guid'; expected a column, or column:type with one of int, decimal, uuid, text, fixed_text, date, instant, local_time, binary."));

    [Test]
    public void A_target_names_a_known_provider() =>
        Assert.That(TargetProblem(target => (target.Provider, target.ConnectionString) = ("oracle", "x")), Is.EqualTo("KeyRotation:KeyTypes:token_encryption:Targets:0:Provider is 'oracle'; expected one of sqlserver, postgresql, sqlite."));

    [Test]
    public void A_target_has_a_provider_and_a_connection_string_or_neither()
    {
        Assert.That(TargetProblems(target => (target.Provider, target.ConnectionString) = ("sqlite", "Data Source=x")), Is.Empty);
        Assert.That(TargetProblem(target => target.Provider = "sqlite"), Does.Contain("has a Provider without a ConnectionString"));
        Assert.That(TargetProblem(target => target.ConnectionString = "Data Source=x"), Does.Contain("has a ConnectionString without a Provider"));
        Assert.That(TargetProblem(target => (target.Provider, target.ConnectionString) = ("sqlite", " ")), Does.Contain("Targets:0:ConnectionString is missing"));
    }

    [Test]
    public void A_target_has_one_key_type_and_one_name()
    {
        var problem = Problem(options => options.KeyTypes["session_encryption"] = new KeyTypeOptions { Targets = [Target()] });

        Assert.That(problem, Is.EqualTo("Target name oauth-tokens is used 2 times (key types token_encryption, session_encryption). A target has one key type and one name; names that differ in case only are one to some databases."));
    }

    [Test]
    public void A_name_that_is_used_twice_within_one_key_type_is_refused_too() =>
        Assert.That(Problem(options => options.KeyTypes["token_encryption"].Targets.Add(Target())), Does.StartWith("Target name oauth-tokens is used 2 times"));

    [Test]
    public void No_problem_shows_a_connection_string()
    {
        var problems = Problems(options =>
        {
            options.Store.ConnectionString = "Password=s3cret";
            options.Store.Provider = "?";
            options.KeyTypes["token_encryption"].Targets[0].ConnectionString = "Password=s3cret";
        });

        Assert.That(problems, Is.Not.Empty.And.None.Contains("s3cret"));
    }

    [Test]
    public void Every_problem_is_reported_at_once()
    {
        var problems = Problems(options =>
        {
            options.Store.Provider = "mysql";
            options.KeyEncryptionKey.Path = "";
            options.Scheduler.CheckIntervalMinutes = 0;
            options.Scheduler.MaintenanceWindow.StartHourUtc = 24;
            options.Migration.BatchSize = 0;
            options.KeyTypes["token_encryption"].RotationDays = 0;
            options.KeyTypes["token_encryption"].Targets[0].Table = "";
            options.KeyTypes["Own"] = new KeyTypeOptions();
        });

        Assert.That(problems, Has.Count.EqualTo(10));
        Assert.That(problems, Is.Unique);
    }

    private static KeyTypeOptions Own(int? keyId = null) => new() { RotationDays = 30, GraceDays = 10, KeyId = keyId };

    private static IReadOnlyList<string> Problems(Action<KeyRotationOptions> spoil)
    {
        var options = Create();
        spoil(options);
        return KeyRotationOptionsCheck.Problems(options);
    }

    private static string Problem(Action<KeyRotationOptions> spoil)
    {
        var problems = Problems(spoil);
        Assert.That(problems, Has.Count.EqualTo(1));
        return problems[0];
    }

    private static IReadOnlyList<string> TargetProblems(Action<TargetOptions> spoil) => Problems(options => spoil(options.KeyTypes["token_encryption"].Targets[0]));

    private static string TargetProblem(Action<TargetOptions> spoil) => Problem(options => spoil(options.KeyTypes["token_encryption"].Targets[0]));

    private static void AssertRange(Action<KeyRotationOptions> set, bool isValid, string problem) =>
        Assert.That(Problems(set), isValid ? Is.Empty : Does.Contain(problem));
}
