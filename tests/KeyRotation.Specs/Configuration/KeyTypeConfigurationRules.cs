using KeyRotation.Configuration;

namespace KeyRotation.Specs.Configuration;

public sealed class KeyTypeConfigurationRules
{
    [TestCase(2, 24, true)]
    [TestCase(1, 23, true)]
    [TestCase(1, 24, false)]
    [TestCase(0, 1, false)]
    public void A_grace_period_is_longer_than_a_consumer_may_encrypt_offline(int graceDays, int offlineHours, bool isAccepted)
    {
        var problems = Problems(new KeyTypeOptions { GraceDays = graceDays }, "session_encryption", offlineHours);

        Assert.That(problems, isAccepted ? Is.Empty : Has.One.StartsWith($"KeyRotation:KeyTypes:session_encryption:GraceDays is {graceDays} ({graceDays * 24} hours); expected more than Consumers:MaxOfflineHours ({offlineHours})."));
    }

    [Test]
    public void A_built_in_grace_period_is_checked_as_well() =>
        Assert.That(Problems(new KeyTypeOptions { GraceDays = 30 }, "token_encryption", offlineHours: 7 * 24), Has.One.StartsWith("KeyRotation:KeyTypes:session_encryption:GraceDays is 7 (168 hours)"));

    [TestCase(0)]
    [TestCase(8761)]
    public void Consumers_may_be_offline_for_an_hour_to_a_year(int hours) =>
        Assert.That(Problems(new KeyTypeOptions(), "token_encryption", hours), Is.EqualTo(new[] { $"KeyRotation:Consumers:MaxOfflineHours is {hours}; expected 1 to 8760." }));

    [Test]
    public void Two_key_types_do_not_share_a_key_id()
    {
        var options = Valid();
        options.KeyTypes["payment_data"] = new KeyTypeOptions { RotationDays = 30, GraceDays = 10, KeyId = 1000 };
        options.KeyTypes["audit_notes"] = new KeyTypeOptions { RotationDays = 30, GraceDays = 10, KeyId = 1000 };

        Assert.That(KeyRotationOptionsCheck.Problems(options), Has.One.StartsWith("KeyId 1000 is used by KeyRotation:KeyTypes:payment_data and KeyRotation:KeyTypes:audit_notes."));
    }

    [TestCase("signature")]
    [TestCase("Columns")]
    public void What_a_key_type_protects_is_one_of_four_words(string written) =>
        Assert.That(Problems(new KeyTypeOptions { RotationDays = 30, GraceDays = 10, Protects = written }, "payment_data"),
            Is.EqualTo(new[] { $"KeyRotation:KeyTypes:payment_data:Protects is '{written}'; expected one of columns, files, sessions, signatures." }));

    [Test]
    public void What_a_built_in_key_type_protects_is_fixed() =>
        Assert.That(Problems(new KeyTypeOptions { Protects = "columns" }, "api_signature"), Has.One.StartsWith("KeyRotation:KeyTypes:api_signature:Protects is 'columns';"));

    [TestCase("api_signature", null)]
    [TestCase("webhook_signature", "signatures")]
    public void A_key_type_that_signs_has_no_targets(string name, string? protects)
    {
        var days = protects is null ? (int?)null : 30;
        var target = new TargetOptions { Name = "signed", Table = "signed", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "signature" }] };

        Assert.That(Problems(new KeyTypeOptions { RotationDays = days, GraceDays = days, Protects = protects, Targets = [target] }, name),
            Is.EqualTo(new[] { $"KeyRotation:KeyTypes:{name}:Targets has 1; {name} signs and encrypts nothing, so it has no targets. Put them under a key type that encrypts." }));
    }

    [TestCase("a")]
    [TestCase("Payment")]
    [TestCase("9lives")]
    [TestCase("pay-ment")]
    [TestCase("payment\n")]
    [TestCase("a23456789_123456789_123456789_123456789_123456789_123456789_1234")]
    public void A_key_type_has_a_name_in_snake_case(string name) =>
        Assert.That(Problems(new KeyTypeOptions { RotationDays = 30, GraceDays = 10 }, name), Has.One.Contains("is no name of a key type"));

    [TestCase("ab")]
    [TestCase("payment_data_2")]
    [TestCase("a23456789_123456789_123456789_123456789_123456789_123456789_123")]
    public void A_name_of_2_to_63_characters_is_accepted(string name) =>
        Assert.That(Problems(new KeyTypeOptions { RotationDays = 30, GraceDays = 10 }, name), Is.Empty);

    [Test]
    public void An_unknown_priority_is_refused() =>
        Assert.That(Problems(new KeyTypeOptions { Priority = "hgh" }, "token_encryption"), Is.EqualTo(new[] { "KeyRotation:KeyTypes:token_encryption:Priority is 'hgh'; expected one of high, medium, low." }));

    internal static KeyRotationOptions Valid() => new()
    {
        Store = { Provider = "sqlite", ConnectionString = "Data Source=store.db" },
        KeyEncryptionKey = { Path = "kek" },
        Escrow = { Path = "escrow" },
    };

    private static IReadOnlyList<string> Problems(KeyTypeOptions keyType, string name, int offlineHours = 24)
    {
        var options = Valid();
        options.KeyTypes[name] = keyType;
        options.Consumers.MaxOfflineHours = offlineHours;
        return KeyRotationOptionsCheck.Problems(options);
    }
}
