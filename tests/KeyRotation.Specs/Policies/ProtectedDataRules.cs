using KeyRotation.Configuration;
using KeyRotation.Custody;
using KeyRotation.Policies;

namespace KeyRotation.Specs.Policies;

public sealed class ProtectedDataRules
{
    [TestCase("token_encryption", ProtectedData.Columns)]
    [TestCase("database_encryption", ProtectedData.Columns)]
    [TestCase("file_encryption", ProtectedData.Files)]
    [TestCase("session_encryption", ProtectedData.Sessions)]
    [TestCase("api_signature", ProtectedData.Signatures)]
    public void A_built_in_key_type_protects_what_its_name_says(string keyType, ProtectedData protects) =>
        Assert.That(BuiltInKeyTypes.Find(keyType)?.Protects, Is.EqualTo(protects));

    [Test]
    public void A_key_type_of_ones_own_protects_columns_and_encrypts_unless_it_says_otherwise()
    {
        var policy = Configured(protects: null);

        Assert.That((policy.Protects, policy.Purpose), Is.EqualTo((ProtectedData.Columns, KeyPurpose.Encryption)));
    }

    [Test]
    public void A_key_type_that_protects_signatures_signs()
    {
        var policy = Configured("signatures");

        Assert.That((policy.Protects, policy.Purpose), Is.EqualTo((ProtectedData.Signatures, KeyPurpose.Signing)));
    }

    [Test]
    public void A_key_id_that_is_not_configured_is_left_to_the_store() =>
        Assert.That(Configured(protects: null).KeyId, Is.Null);

    private static KeyTypePolicy Configured(string? protects)
    {
        var options = new KeyRotationOptions { KeyTypes = { ["payment_data"] = new KeyTypeOptions { RotationDays = 60, GraceDays = 20, Protects = protects } } };
        return ConfiguredPolicies.Of(options).Of("payment_data");
    }
}
