using System.Globalization;
using KeyRotation.Node.Commands;
using KeyRotation.Node.Commands.Remote;
using Spectre.Console.Cli;

// Not by InvariantGlobalization: SqlClient opens no connection under it.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var app = new CommandApp();
app.Configure(cli =>
{
    cli.SetApplicationName("keyrotation");
    // An option that is not known is refused: `--dryrun` must not do for real what `--dry-run` would only count.
    cli.UseStrictParsing();
    cli.SetExceptionHandler((failure, _) => CommandFailure.Report(failure));
    cli.AddCommand<DemoCommand>("demo").WithDescription("Shows a rotation from end to end on an embedded store with sample data.")
        .WithExample("demo", "--once").WithExample("demo", "--data", "/tmp/demo", "--rows", "5000");
    cli.AddCommand<RunCommand>("run").WithDescription("Runs a node of the cluster with the configured store.")
        .WithExample("run", "--roles", "worker,api", "--config", "/etc/keyrotation/appsettings.json");
    cli.AddCommand<AdoptCommand>("adopt").WithDescription("Seals an existing column in place, or from one column into another.")
        .WithExample("adopt", "token_encryption", "oauth-tokens", "--dry-run").WithExample("adopt", "token_encryption", "oauth-tokens", "--from", "plain_token");
    cli.AddRemoteCommands();
    cli.AddBranch("db", db =>
    {
        db.SetDescription("The store's schema.");
        db.AddCommand<DbMigrateCommand>("migrate").WithDescription("Applies the schema scripts, and Quartz's tables.").WithExample("db", "migrate", "--dry-run");
        db.AddCommand<DbStatusCommand>("status").WithDescription("Lists the schema scripts and which of them the store has.");
    });
    cli.AddBranch("targets", targets =>
    {
        targets.SetDescription("The registry of targets.");
        targets.AddCommand<TargetsListCommand>("list").WithDescription("Every registered target, where it is kept, and whether this configuration has it.");
        targets.AddCommand<TargetsMoveCommand>("move").WithDescription("Registers where a target is kept from now on, as the configuration has it.");
        targets.AddCommand<TargetsRetireCommand>("retire").WithDescription("Retires the entry of a target that is gone for good.")
            .WithExample("targets", "retire", "old-tokens", "--reason", "table dropped");
    });
    cli.AddBranch("audit", audit =>
    {
        audit.SetDescription("The audit trail.");
        audit.AddCommand<AuditListCommand>("list").WithDescription("The latest events first, through the API.")
            .WithExample("audit", "list", "--key-type", "token_encryption", "--action", "key.activated");
        audit.AddCommand<AuditVerifyCommand>("verify").WithDescription("Walks the trail and its seals and names the first thing that is broken.");
    });
    cli.AddBranch("config", config =>
    {
        config.SetDescription("The effective configuration.");
        config.AddCommand<ConfigValidateCommand>("validate").WithDescription("Checks the configuration and names every problem.");
        config.AddCommand<ConfigPrintCommand>("print").WithDescription("Prints the effective configuration, secrets redacted.");
    });
});
return await app.RunAsync(args).ConfigureAwait(false);
