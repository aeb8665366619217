using KeyRotation.Configuration;
using KeyRotation.Custody;
using KeyRotation.Policies;

namespace KeyRotation.Specs.Configuration;

public sealed class ConfiguredPoliciesSpecs
{
    [Test]
    public void Without_overrides_they_are_the_built_in_ones() =>
        Assert.That(ConfiguredPolicies.Of(new KeyRotationOptions()).All, Is.EqualTo(BuiltInKeyTypes.All));

    [Test]
    public void What_is_left_out_of_an_override_keeps_its_default()
    {
        var policies = Of("token_encryption", new KeyTypeOptions { RotationDays = 7 });

        Assert.That(policies.Of("token_encryption"), Is.EqualTo(BuiltInKeyTypes.All[0] with { RotationInterval = TimeSpan.FromDays(7) }));
        Assert.That(policies.All.Skip(1), Is.EqualTo(BuiltInKeyTypes.All.Skip(1)));
    }

    [Test]
    public void Days_and_priority_can_be_overridden() =>
        Assert.That(Of("api_signature", new KeyTypeOptions { RotationDays = 1, GraceDays = 0, Priority = "low" }).Of("api_signature"),
            Is.EqualTo(BuiltInKeyTypes.All[4] with { RotationInterval = TimeSpan.FromDays(1), GracePeriod = TimeSpan.Zero, Priority = KeyTypePriority.Low }));

    [Test]
    public void A_signing_key_type_signs_whatever_is_overridden() =>
        Assert.That(Of("api_signature", new KeyTypeOptions { RotationDays = 1 }).Of("api_signature").Purpose, Is.EqualTo(KeyPurpose.Signing));

    [Test]
    public void A_key_type_of_ones_own_stands_behind_the_built_in_ones_encrypts_and_is_of_medium_priority()
    {
        var policies = Of("payment_encryption", new KeyTypeOptions { RotationDays = 60, GraceDays = 20, KeyId = 1001 });

        Assert.That(policies.All, Has.Count.EqualTo(6));
        Assert.That(policies.All[5], Is.EqualTo(new KeyTypePolicy
        {
            Name = "payment_encryption",
            KeyId = 1001,
            RotationInterval = TimeSpan.FromDays(60),
            GracePeriod = TimeSpan.FromDays(20),
            Priority = KeyTypePriority.Medium,
            Purpose = KeyPurpose.Encryption,
        }));
    }

    [Test]
    public void A_key_type_of_ones_own_may_have_another_priority_and_leave_its_number_to_the_store()
    {
        var policy = Of("payment_encryption", new KeyTypeOptions { RotationDays = 60, GraceDays = 20, Priority = "high" }).Of("payment_encryption");

        Assert.That((policy.Priority, policy.KeyId), Is.EqualTo((KeyTypePriority.High, (int?)null)));
    }

    private static KeyTypePolicies Of(string name, KeyTypeOptions options) =>
        ConfiguredPolicies.Of(new KeyRotationOptions { KeyTypes = new Dictionary<string, KeyTypeOptions> { [name] = options } });
}
