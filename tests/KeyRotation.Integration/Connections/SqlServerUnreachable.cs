using KeyRotation.Testing;

namespace KeyRotation.Integration.Connections;

/// <summary>Needs no server: what the node says of one that is not there shows that its process can use SqlClient at all.</summary>
public sealed class SqlServerUnreachable
{
    [Test]
    public async Task The_node_names_the_address_that_does_not_answer()
    {
        using var folder = new TestFolder();
        var environment = new Dictionary<string, string>
        {
            ["KeyRotation__Store__Provider"] = "sqlserver",
            ["KeyRotation__Store__ConnectionString"] = "Server=127.0.0.1,1;Database=keyrotation;Integrated Security=false;User Id=nobody;Password=none;Connect Timeout=2",
            ["KeyRotation__KeyEncryptionKey__Path"] = folder.File("kek"),
            ["KeyRotation__Escrow__Path"] = folder.File("escrow"),
        };
        await using var node = NodeProcess.Start(folder.Path, environment, "db", "status");

        Assert.That(await node.WaitForExitAsync(), Is.Not.Zero);
        Assert.That(node.Output, Does.Contain("The database keyrotation at 127.0.0.1,1 cannot be reached"));
    }
}
