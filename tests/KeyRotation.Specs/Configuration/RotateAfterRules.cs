using KeyRotation.Configuration;

namespace KeyRotation.Specs.Configuration;

public sealed class RotateAfterRules
{
    [Test]
    public void A_key_type_may_rotate_after_others() =>
        Assert.That(Problems(("token_encryption", ["database_encryption", "api_signature"]), ("database_encryption", ["api_signature"])), Is.Empty);

    [Test]
    public void A_name_that_is_none_is_refused_with_the_nearest_one() =>
        Assert.That(Problems(("token_encryption", ["databse_encryption"])),
            Is.EqualTo(new[] { "KeyRotation:KeyTypes:token_encryption:RotateAfter names 'databse_encryption', which is no key type. Did you mean database_encryption?" }));

    [Test]
    public void No_key_type_rotates_after_itself() =>
        Assert.That(Problems(("token_encryption", ["token_encryption"])).Single(), Does.Contain("waits for itself: token_encryption after token_encryption."));

    [Test]
    public void A_circle_is_refused_once_with_all_that_are_in_it() =>
        Assert.That(Problems(("token_encryption", ["database_encryption"]), ("database_encryption", ["file_encryption"]), ("file_encryption", ["token_encryption"])).Single(),
            Does.Contain("waits for itself: token_encryption after database_encryption after file_encryption after token_encryption."));

    [Test]
    public void A_circle_into_which_another_key_type_leads_is_found_too() =>
        Assert.That(Problems(("api_signature", ["token_encryption"]), ("token_encryption", ["database_encryption"]), ("database_encryption", ["token_encryption"])).Single(),
            Does.StartWith("KeyRotation:KeyTypes:token_encryption:RotateAfter waits for itself"));

    [Test]
    public void Two_ways_to_the_same_key_type_are_no_circle() =>
        Assert.That(Problems(("token_encryption", ["database_encryption", "file_encryption"]), ("database_encryption", ["api_signature"]), ("file_encryption", ["api_signature"])), Is.Empty);

    private static IReadOnlyList<string> Problems(params (string KeyType, string[] After)[] rules)
    {
        var options = ValidOptions.Create();
        foreach (var (keyType, after) in rules)
        {
            if (!options.KeyTypes.TryGetValue(keyType, out var configured))
                options.KeyTypes[keyType] = configured = new KeyTypeOptions();
            configured.RotateAfter = [.. after];
        }
        return KeyRotationOptionsCheck.Problems(options);
    }
}
