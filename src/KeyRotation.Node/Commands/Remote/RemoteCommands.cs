using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>The commands that go through the API (`KEYROTATION_URL`, `KEYROTATION_TOKEN`).</summary>
internal static class RemoteCommands
{
    public static void AddRemoteCommands(this IConfigurator cli)
    {
        cli.AddCommand<StatusCommand>("status").WithDescription("How the scheduler of the cluster stands.");
        cli.AddCommand<NodesCommand>("nodes").WithDescription("The members of the cluster.");
        cli.AddCommand<PauseCommand>("pause").WithDescription("Holds routine rotations of one key type, or of all.")
            .WithExample("pause", "--reason", "\"database upgrade\"", "--until", "2026-11-24T06:00:00Z");
        cli.AddCommand<ResumeCommand>("resume").WithDescription("Lets routine rotations go on.");
        cli.AddCommand<RotateCommand>("rotate").WithDescription("Rotates a key type now, outside the maintenance window too.");
        cli.AddCommand<EmergencyCommand>("emergency").WithDescription("Answers an incident: rotates at once, before everything else.")
            .WithExample("emergency", "token_encryption", "--reason", "security_breach");
        cli.AddCommand<CleanupCommand>("cleanup").WithDescription("Disables and retires old versions that nothing needs, and says why others are kept.")
            .WithExample("cleanup", "--dry-run");
        cli.AddCommand<HealthcheckCommand>("healthcheck").WithDescription("For containers: an exit code only.");
        cli.AddBranch("alerts", alerts =>
        {
            alerts.SetDescription("What somebody has to do something about.");
            alerts.AddCommand<AlertsListCommand>("list").WithDescription("Open alerts, or all.");
            alerts.AddCommand<AlertsAcknowledgeCommand>("acknowledge").WithDescription("Says that you take care of one.");
        });
        cli.AddBranch("approvals", approvals =>
        {
            approvals.SetDescription("Commands that a second person has to approve.");
            approvals.AddCommand<ApprovalsListCommand>("list").WithDescription("The latest, and how each stands.");
            approvals.AddCommand<ApprovalsApproveCommand>("approve").WithDescription("Says yes to what somebody else asked for; it is carried out then.")
                .WithExample("approvals", "approve", "019abc12-...", "--reason", "\"seen the report\"");
            approvals.AddCommand<ApprovalsRejectCommand>("reject").WithDescription("Says no, or takes your own back.");
        });
        cli.AddBranch("incidents", incidents =>
        {
            incidents.SetDescription("Emergencies that were declared, and what the cluster was like.");
            incidents.AddCommand<IncidentsListCommand>("list").WithDescription("The latest incidents.");
            incidents.AddCommand<IncidentsShowCommand>("show").WithDescription("One incident; with -o json its snapshot as well.");
            incidents.AddCommand<IncidentsExportCommand>("export").WithDescription("The snapshot of one, byte for byte.")
                .WithExample("incidents", "export", "019abc12-...", "--file", "incident.json");
        });
        cli.AddBranch("keys", keys =>
        {
            keys.SetDescription("Key types and their versions.");
            keys.AddCommand<KeysListCommand>("list").WithDescription("Each key type, its active version, and when it is due.");
            keys.AddCommand<KeysShowCommand>("show").WithDescription("The versions of a key type, and what names them.");
            keys.AddCommand<KeysEnableCommand>("enable").WithDescription("Undoes what disabled a version.");
            keys.AddCommand<KeysCompromiseCommand>("compromise").WithDescription("Marks a version that encrypts no more compromised.")
                .WithExample("keys", "compromise", "token_encryption", "3", "--reason", "\"an old backup was stolen\"");
        });
        cli.AddBranch("schedule", schedule =>
        {
            schedule.SetDescription("What rotates when.");
            schedule.AddCommand<ScheduleListCommand>("list").WithDescription("When each key type is expected to rotate next.");
            schedule.AddCommand<ScheduleAddCommand>("add").WithDescription("Opens a rotation for the next maintenance window.")
                .WithExample("schedule", "add", "token_encryption", "--reason", "\"new policy\"", "--trigger", "policy_update");
            schedule.AddCommand<ScheduleAllCommand>("all").WithDescription("Opens a rotation for every key type that is due.")
                .WithExample("schedule", "all", "--reason", "\"before the audit\"");
        });
        cli.AddBranch("rotations", rotations =>
        {
            rotations.SetDescription("Rotations, past and present.");
            rotations.AddCommand<RotationsListCommand>("list").WithDescription("The latest rotations.");
            rotations.AddCommand<RotationsShowCommand>("show").WithDescription("One rotation and how far it is.");
            rotations.AddCommand<RotationsWatchCommand>("watch").WithDescription("Follows a rotation to its end.");
            rotations.AddCommand<RotationsRetryCommand>("retry").WithDescription("Sends a failed rotation back to where it stopped.");
            rotations.AddCommand<RotationsAcceptCommand>("accept").WithDescription("Completes a failed rotation as partial; its rows stay listed.");
            rotations.AddCommand<RotationsRollbackCommand>("rollback").WithDescription("Makes the predecessor of a failed rotation active again and migrates back to it.")
                .WithExample("rotations", "rollback", "019abc12-...", "--reason", "\"the new key is refused by the payment terminal\"");
            rotations.AddCommand<RotationsTuneCommand>("tune").WithDescription("Changes batch size and pace of a rotation while it runs.")
                .WithExample("rotations", "tune", "019abc12-...", "--pace", "2000");
            rotations.AddCommand<RotationsCancelCommand>("cancel").WithDescription("Ends a rotation whose version is not active yet.");
        });
    }
}
