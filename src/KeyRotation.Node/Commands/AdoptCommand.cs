using System.ComponentModel;
using KeyRotation.Jobs;
using KeyRotation.Migration;
using KeyRotation.Node.Hosting;
using KeyRotation.Policies;
using KeyRotation.Storage.Targets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation adopt TYPE TARGET</c>: how data that exists comes in.</summary>
internal sealed class AdoptCommand : AsyncCommand<AdoptCommand.Settings>
{
    internal sealed class Settings : StoreSettings
    {
        [CommandArgument(0, "<TYPE>")]
        [Description("The key type.")]
        public string KeyType { get; init; } = "";

        [CommandArgument(1, "<TARGET>")]
        [Description("The target's configured name.")]
        public string Target { get; init; } = "";

        [CommandOption("--from <COLUMN>")]
        [Description("Reads the plaintext from this column instead of sealing in place. SEALED=COLUMN where the target has several columns; repeatable.")]
        public string[] From { get; init; } = [];

        [CommandOption("--format <NAME>")]
        [Description("What the values are in: plaintext, or a registered format. Default plaintext.")]
        [DefaultValue("plaintext")]
        public string Format { get; init; } = "plaintext";

        [CommandOption("--accept-suspects")]
        [Description("Seals again what may be forged (docs/migration.md): you have looked at the rows, and take all of the table for genuine. Default: they stay in quarantine.")]
        public bool AcceptSuspects { get; init; }

        [CommandOption("--dry-run")]
        [Description("Counts what would be sealed, and changes nothing.")]
        public bool DryRun { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var (options, configuration) = settings.Load();
        var builder = NodeHost.Create(options, configuration);
        builder.Services.AddSingleton(new StartupIntent(RegistersTargets: !settings.DryRun));
        // A key type without a version gets its first one by a rotation, which is put into the cluster's schedule.
        builder.Services.AddKeyRotationScheduling(NodeComposition.QuartzStoreOf(options));
        using var host = builder.Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        // Ctrl-C and SIGTERM stop the host; the adoption ends with it, behind the batch in hand.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            _ = host.Services.GetRequiredService<KeyTypePolicies>().Of(settings.KeyType);
            var plan = AdoptionPlan.Of(settings.KeyType, settings.Target, settings.From, settings.Format, settings.AcceptSuspects, host.Services.GetRequiredService<TargetTables>(), host.Services.GetServices<IForeignDecryptor>());
            if (settings.DryRun)
                return await PreviewAsync(plan, host.Services.GetRequiredService<AdoptionPreview>(), ends.Token).ConfigureAwait(false);
            var result = await host.Services.GetRequiredService<AdoptionService>().AdoptAsync(plan.Table, plan.Mode, plan.Source, Environment.UserName, ends.Token).ConfigureAwait(false);
            return Report(settings.Target, result);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<int> PreviewAsync(AdoptionPlan plan, AdoptionPreview preview, CancellationToken cancellationToken)
    {
        var counts = await preview.CountAsync(plan.Table, plan.Mode, cancellationToken).ConfigureAwait(false);
        Console.Out.WriteLine($"{counts.Rows} rows: {counts.ToSeal} values to seal, {counts.Sealed} sealed already, {counts.Empty} NULL, {counts.Unreadable} that cannot be read, {counts.TooLong} that would not fit. Nothing was changed.");
        return counts.Unreadable + counts.TooLong == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static int Report(string target, AdoptionResult result)
    {
        var seconds = result.Duration.TotalSeconds;
        Console.Out.WriteLine(FormattableString.Invariant($"{target}: {result.RowsSealed} rows sealed, {result.RowsVerified} verified, {(result.Resumed ? "gone on from the last batch, " : "")}{seconds:0.00} s."));
        if (result.Succeeded)
            return ExitCode.Done;
        Console.Error.WriteLine($"{result.CellsQuarantined} values could not be sealed, or may be forged, and were left as they are; they are listed with their reasons in ops.v_quarantine, adoption {result.Id}. Repair them and run the adoption again.");
        return ExitCode.Failed;
    }
}
