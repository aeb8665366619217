using KeyRotation.Client;
using KeyRotation.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Specs.Client;

[TestFixture]
public sealed class ClientOptionsRules
{
    [Test]
    public void Application_needs_a_store_and_a_key_encryption_key() =>
        Assert.That(() => new ServiceCollection().AddKeyRotationClient(Valid), Throws.Nothing);

    [Test]
    public void Every_problem_is_said_at_once()
    {
        var refusal = Assert.Throws<ClientOptionsException>(() => new ServiceCollection().AddKeyRotationClient(options =>
        {
            options.Name = " ";
            options.Store.Provider = "postgres";
            options.Consumers.MaxOfflineHours = 0;
        }));

        Assert.That(refusal!.Problems, Has.Some.StartsWith("KeyRotation:Name is missing")
            .And.Some.StartsWith("KeyRotation:Store:Provider is 'postgres'")
            .And.Some.StartsWith("KeyRotation:Store:ConnectionString is missing")
            .And.Some.StartsWith("KeyRotation:Consumers:MaxOfflineHours is 0")
            .And.Some.StartsWith("KeyRotation:KeyEncryptionKey:Path is missing")
            .And.None.Contain("Escrow"));
    }

    [Test]
    public void Embedded_store_is_no_store_for_applications() =>
        Assert.That(() => new ServiceCollection().AddKeyRotationClient(options =>
        {
            Valid(options);
            options.Store.Provider = "sqlite";
        }), Throws.TypeOf<ClientOptionsException>().With.Message.Contains("one process"));

    [Test]
    public void Grace_period_is_longer_than_an_application_may_seal_offline() =>
        Assert.That(() => new ServiceCollection().AddKeyRotationClient(options =>
        {
            Valid(options);
            options.KeyTypes["card_numbers"] = new KeyTypeOptions { RotationDays = 30, GraceDays = 1 };
        }), Throws.TypeOf<ClientOptionsException>().With.Message.Contains("KeyRotation:KeyTypes:card_numbers:GraceDays is 1"));

    private static void Valid(ClientOptions options)
    {
        options.Name = "billing";
        options.Store.Provider = "postgresql";
        options.Store.ConnectionString = "Host=db";
        options.KeyEncryptionKey.Path = "/etc/keyrotation/kek";
    }
}
