using KeyRotation.Testing;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace KeyRotation.Integration.Operations;

/// <summary>What is run only where a server is to be had is always understood by SQL Server's own parser.</summary>
[TestFixture]
public sealed class ReadmeForSqlServer
{
    [TestCase("")]
    [TestCase("sqlserver")]
    [TestCase("sqlserver-request")]
    [TestCase("sqlserver-roles")]
    [TestCase("sqlserver-consumer")]
    public void Is_understood_by_its_parser(string language)
    {
        var blocks = SqlReadme.Blocks(language);

        Assert.That(blocks, Is.Not.Empty);
        foreach (var block in blocks.Where(block => !block.Contains("now()", StringComparison.Ordinal)))
        {
            new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(block), out var errors);
            Assert.That(errors.Select(error => $"line {error.Line}: {error.Message}"), Is.Empty, block);
        }
    }
}
