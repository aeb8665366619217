using KeyRotation.Configuration;

namespace KeyRotation.Specs.Configuration;

public sealed class TargetConfigurationRules
{
    private const string Setting = "KeyRotation:KeyTypes:token_encryption:Targets:0";

    [Test]
    public void A_target_of_the_stores_database_needs_a_name_a_table_a_key_and_a_column() => Assert.That(Problems(Tokens()), Is.Empty);

    [Test]
    public void A_target_that_says_nothing_is_told_all_that_it_lacks() =>
        Assert.That(Problems(new TargetOptions()).Select(problem => problem.Split(' ')[0]), Is.EqualTo(new[] { $"{Setting}:Name", $"{Setting}:Table", $"{Setting}:KeyColumns", $"{Setting}:Columns" }));

    [Test]
    public void An_unknown_provider_is_refused_with_the_known_ones()
    {
        var target = Tokens();
        (target.Provider, target.ConnectionString) = ("postgres", "Host=db");

        Assert.That(Problems(target), Is.EqualTo(new[] { $"{Setting}:Provider is 'postgres'; expected one of sqlserver, postgresql, sqlite." }));
    }

    [TestCase("postgresql", null, "has a Provider without a ConnectionString")]
    [TestCase(null, "Host=db", "has a ConnectionString without a Provider")]
    public void A_database_of_its_own_needs_both_provider_and_connection_string(string? provider, string? connectionString, string problem)
    {
        var target = Tokens();
        (target.Provider, target.ConnectionString) = (provider, connectionString);

        Assert.That(Problems(target), Has.One.StartsWith($"{Setting} {problem}."));
    }

    [Test]
    public void An_empty_connection_string_is_a_missing_one()
    {
        var target = Tokens();
        (target.Provider, target.ConnectionString) = ("postgresql", " ");

        Assert.That(Problems(target), Has.One.StartsWith($"{Setting}:ConnectionString is missing;"));
    }

    [Test]
    public void A_column_is_named_once_in_each_list()
    {
        var target = Tokens();
        target.Columns.Add(new TargetColumnOptions { Name = "access_token" });
        target.KeyColumns = ["id", "id"];
        target.ContextColumns = ["id:int", "id"];

        Assert.That(Problems(target), Is.EqualTo(new[] { $"{Setting}:KeyColumns names id 2 times.", $"{Setting}:ContextColumns names id 2 times.", $"{Setting}:Columns names access_token 2 times." }));
    }

    [Test]
    public void A_column_with_ciphertext_neither_finds_its_row_nor_is_bound_into_it()
    {
        var target = Tokens();
        target.KeyColumns = ["access_token"];
        target.ContextColumns = ["access_token:text"];
        target.ExpiresAt = "access_token";

        Assert.That(Problems(target).Select(problem => problem.Split(' ')[0]), Is.EqualTo(new[] { $"{Setting}:KeyColumns", $"{Setting}:ContextColumns", $"{Setting}:ExpiresAt" }));
    }

    [Test]
    public void Columns_that_differ_in_case_are_two_columns()
    {
        var target = Tokens();
        target.KeyColumns = ["id", "ID"];

        Assert.That(Problems(target), Is.Empty, "identifiers are quoted, and PostgreSQL tells them apart then");
    }

    [Test]
    public void A_key_column_has_a_name()
    {
        var target = Tokens();
        target.KeyColumns = ["id", ""];

        Assert.That(Problems(target), Is.EqualTo(new[] { $"{Setting}:KeyColumns:1 is missing; expected the name of a column." }));
    }

    [Test]
    public void Two_targets_of_a_key_type_do_not_share_a_name() =>
        Assert.That(Problems(Tokens(), Tokens()), Is.EqualTo(new[] { "Target name oauth-tokens is used 2 times (key types token_encryption). A target has one key type and one name; names that differ in case only are one to some databases." }));

    [Test]
    public void Two_key_types_do_not_share_a_target()
    {
        var options = KeyTypeConfigurationRules.Valid();
        options.KeyTypes["token_encryption"] = new KeyTypeOptions { Targets = [Tokens()] };
        options.KeyTypes["database_encryption"] = new KeyTypeOptions { Targets = [Tokens()] };

        Assert.That(KeyRotationOptionsCheck.Problems(options), Is.EqualTo(new[] { "Target name oauth-tokens is used 2 times (key types token_encryption, database_encryption). A target has one key type and one name; names that differ in case only are one to some databases." }));
    }

    private static TargetOptions Tokens() => new() { Name = "oauth-tokens", Table = "app.oauth_tokens", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "access_token" }] };

    private static IReadOnlyList<string> Problems(params TargetOptions[] targets)
    {
        var options = KeyTypeConfigurationRules.Valid();
        options.KeyTypes["token_encryption"] = new KeyTypeOptions { Targets = [.. targets] };
        return KeyRotationOptionsCheck.Problems(options);
    }
}
