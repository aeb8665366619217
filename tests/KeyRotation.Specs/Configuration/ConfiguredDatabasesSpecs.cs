using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Node.Configuration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Specs.Configuration;

public sealed class ConfiguredDatabasesSpecs
{
    [Test]
    public void A_target_without_a_database_of_its_own_is_in_the_stores()
    {
        var options = ValidOptions.Create();

        Assert.That(ConfiguredDatabases.TargetsOf(options).Single().Database, Is.EqualTo(ConfiguredDatabases.StoreOf(options)));
    }

    [Test]
    public void A_target_may_be_in_another_database_of_another_kind()
    {
        var options = ValidOptions.Create();
        (Target(options).Provider, Target(options).ConnectionString) = ("sqlite", "Data Source=x");

        var database = ConfiguredDatabases.TargetsOf(options).Single().Database;

        Assert.That((database.Kind, database.ConnectionString), Is.EqualTo((DatabaseKind.Sqlite, "Data Source=x")));
    }

    [Test]
    public void Without_context_columns_the_key_columns_are_bound_into_each_ciphertext()
    {
        var options = ValidOptions.Create();
        Target(options).KeyColumns = ["tenant", "id"];

        var target = ConfiguredDatabases.TargetsOf(options).Single();

        Assert.That(target.ContextColumns, Is.EqualTo(new[] { "tenant", "id" }));
        Assert.That(target.ContextTypes, Is.Empty);
    }

    [Test]
    public void A_colon_in_a_key_column_is_no_type()
    {
        var options = ValidOptions.Create();
        Target(options).KeyColumns = ["id:guid"];

        Assert.That(ConfiguredDatabases.TargetsOf(options).Single().ContextColumns, Is.EqualTo(new[] { "id:guid" }));
    }

    [Test]
    public void A_context_column_may_say_its_type()
    {
        var options = ValidOptions.Create();
        Target(options).ContextColumns = ["tenant:uuid", "id"];

        var target = ConfiguredDatabases.TargetsOf(options).Single();

        Assert.That(target.ContextColumns, Is.EqualTo(new[] { "tenant", "id" }));
        Assert.That(target.ContextTypes, Is.EqualTo(new Dictionary<string, LogicalType> { ["tenant"] = LogicalType.Uuid }));
    }

    private static TargetOptions Target(KeyRotationOptions options) => options.KeyTypes["token_encryption"].Targets[0];
}
