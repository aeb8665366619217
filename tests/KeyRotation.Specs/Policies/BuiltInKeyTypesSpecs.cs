using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Specs.Policies;

public sealed class BuiltInKeyTypesSpecs
{
    [TestCase("token_encryption", 1, 90, 30, KeyTypePriority.High, KeyPurpose.Encryption, ProtectedData.Columns)]
    [TestCase("database_encryption", 2, 180, 90, KeyTypePriority.High, KeyPurpose.Encryption, ProtectedData.Columns)]
    [TestCase("file_encryption", 3, 365, 180, KeyTypePriority.Medium, KeyPurpose.Encryption, ProtectedData.Files)]
    [TestCase("session_encryption", 4, 30, 7, KeyTypePriority.Medium, KeyPurpose.Encryption, ProtectedData.Sessions)]
    [TestCase("api_signature", 5, 90, 30, KeyTypePriority.High, KeyPurpose.Signing, ProtectedData.Signatures)]
    public void A_built_in_key_type_has_the_policy_of_the_table(string name, int keyId, int rotationDays, int graceDays, KeyTypePriority priority, KeyPurpose purpose, ProtectedData protects)
    {
        var policy = BuiltInKeyTypes.All.Single(candidate => candidate.Name == name);

        Assert.That(policy, Is.EqualTo(new KeyTypePolicy
        {
            Name = name,
            KeyId = keyId,
            RotationInterval = TimeSpan.FromDays(rotationDays),
            GracePeriod = TimeSpan.FromDays(graceDays),
            Priority = priority,
            Purpose = purpose,
            Protects = protects,
        }));
    }

    [Test]
    public void There_are_five_of_them_in_the_order_of_their_numbers() =>
        Assert.That(BuiltInKeyTypes.All.Select(policy => policy.KeyId), Is.EqualTo(new int?[] { 1, 2, 3, 4, 5 }));

    [Test]
    public void A_key_type_that_is_not_known_is_refused_with_the_nearest_one_or_with_all()
    {
        var policies = new KeyTypePolicies(BuiltInKeyTypes.All);

        Assert.That(() => policies.Of("token_encription"), Throws.InstanceOf<KeyTypeUnknownException>()
            .With.Message.Contains("'token_encription'").And.Message.Contains("Did you mean token_encryption?"));
        Assert.That(() => policies.Of("payroll"), Throws.InstanceOf<KeyTypeUnknownException>().With.Message.Contains("token_encryption, database_encryption"));
    }

    [Test]
    public void A_key_type_is_found_by_its_exact_name() =>
        Assert.That(new KeyTypePolicies(BuiltInKeyTypes.All).Of("api_signature").KeyId, Is.EqualTo(5));
}
