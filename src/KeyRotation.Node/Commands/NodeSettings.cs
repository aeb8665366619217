using System.ComponentModel;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary>What every command that reads the configuration takes.</summary>
internal class NodeSettings : CommandSettings
{
    [CommandOption("-c|--config <FILE>")]
    [Description("A JSON file with the KeyRotation section; read after ./appsettings.json, before the environment.")]
    public string? ConfigFile { get; init; }
}
