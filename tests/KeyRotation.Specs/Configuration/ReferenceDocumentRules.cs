using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;

namespace KeyRotation.Specs.Configuration;

/// <summary>Both environment blocks of the requirements, letter by letter: an env file keeps the comment behind a value.</summary>
public sealed class ReferenceDocumentRules
{
    private const string Production = """
        # Key Rotation Scheduler
        KEY_ROTATION_ENABLED=true
        KEY_ROTATION_CHECK_INTERVAL=60  # minutes
        KEY_ROTATION_MAX_CONCURRENT=2
        KEY_ROTATION_MAINTENANCE_START=2  # UTC hour
        KEY_ROTATION_MAINTENANCE_DURATION=4  # hours

        # Notification Settings
        KEY_ROTATION_ALERTS_EMAIL=security@lilymedia.ai
        KEY_ROTATION_EMERGENCY_CONTACT=security@lilymedia.ai
        """;

    private const string Development = """
        # Faster checks for testing
        KEY_ROTATION_ENABLED=true
        KEY_ROTATION_CHECK_INTERVAL=5  # minutes
        KEY_ROTATION_MAX_CONCURRENT=1

        # Shorter intervals for testing
        TOKEN_ENCRYPTION_ROTATION_DAYS=7
        SESSION_ENCRYPTION_ROTATION_DAYS=1
        """;

    [Test]
    public void The_production_block_configures_a_node_as_printed()
    {
        var scheduler = Configured.By(Block(Production)).Scheduler;

        Assert.Multiple(() =>
        {
            Assert.That(scheduler.Enabled, Is.True);
            Assert.That(scheduler.CheckIntervalMinutes, Is.EqualTo(60));
            Assert.That(scheduler.MaxConcurrentRotations, Is.EqualTo(2));
            Assert.That(scheduler.MaintenanceWindow.StartHourUtc, Is.EqualTo(2));
            Assert.That(scheduler.MaintenanceWindow.DurationHours, Is.EqualTo(4));
            Assert.That(scheduler.NotificationEmails, Is.EqualTo(new[] { "security@lilymedia.ai" }));
            Assert.That(scheduler.EmergencyContact, Is.EqualTo("security@lilymedia.ai"));
        });
    }

    [Test]
    public void The_development_block_configures_a_node_as_printed()
    {
        var options = Configured.By(Block(Development));
        var policies = ConfiguredPolicies.Of(options);

        Assert.Multiple(() =>
        {
            Assert.That(options.Scheduler.Enabled, Is.True);
            Assert.That(options.Scheduler.CheckIntervalMinutes, Is.EqualTo(5));
            Assert.That(options.Scheduler.MaxConcurrentRotations, Is.EqualTo(1));
            Assert.That(policies.Of("token_encryption").RotationInterval, Is.EqualTo(TimeSpan.FromDays(7)));
            Assert.That(policies.Of("session_encryption").RotationInterval, Is.EqualTo(TimeSpan.FromDays(1)));
            Assert.That(policies.Of("session_encryption").GracePeriod, Is.EqualTo(TimeSpan.FromDays(7)), "the grace period keeps its default, longer than the interval");
        });
    }

    [TestCase(Production)]
    [TestCase(Development)]
    public void A_block_alone_is_enough_with_the_embedded_store(string block)
    {
        var (options, _) = NodeConfiguration.Load(null, Block(block).ToDictionary(variable => variable.Name, variable => variable.Value));

        Assert.That(options.Store.Provider, Is.EqualTo("sqlite"));
    }

    [Test]
    public void Without_a_variable_the_defaults_are_those_of_the_requirements()
    {
        var scheduler = Configured.By().Scheduler;

        Assert.That(
            (scheduler.Enabled, scheduler.CheckIntervalMinutes, scheduler.MaxConcurrentRotations, scheduler.MaintenanceWindow.StartHourUtc, scheduler.MaintenanceWindow.DurationHours),
            Is.EqualTo((true, 60, 2, 2, 4)));
    }

    private static (string Name, string Value)[] Block(string block) =>
    [
        .. block.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .Select(parts => (parts[0], parts[1])),
    ];
}
