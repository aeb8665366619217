using System.ComponentModel;
using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Demo;
using Microsoft.Extensions.Configuration;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary>For commands that read a store: the configured one, or a demo's.</summary>
internal class StoreSettings : NodeSettings
{
    [CommandOption("--demo <DIR>")]
    [Description("The folder of a demo, instead of the configured store.")]
    public string? DemoFolder { get; init; }

    public (KeyRotationOptions Options, IConfiguration Configuration) Load()
    {
        if (DemoFolder is null)
            return NodeConfiguration.Load(ConfigFile);
        var files = new DemoFiles(DemoFolder);
        return File.Exists(files.Store)
            ? (DemoConfiguration.Of(files), new ConfigurationBuilder().Build())
            : throw new ConfigurationProblemException([$"There is no demo in {DemoFolder}: {files.Store} does not exist. Run `keyrotation demo --data {DemoFolder}` first."]);
    }
}
