using System.ComponentModel;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>Which key type.</summary>
internal class KeyTypeSettings : ApiSettings
{
    [CommandArgument(0, "<TYPE>")]
    [Description("The key type, for example token_encryption.")]
    public string KeyType { get; init; } = "";
}
