using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

public sealed class RotationQueueRules
{
    private const string Now = "2026-11-24 03:00";

    private static readonly KeyTypePolicies Policies = new(BuiltInKeyTypes.All);

    [Test]
    public void The_more_urgent_rotation_goes_first_however_young_its_key()
    {
        Rotation[] waiting =
        [
            Open.Rotation(RotationTrigger.Routine, "token_encryption", scheduled: "2026-11-01"),
            Open.Rotation(RotationTrigger.SecurityIncident, "file_encryption"),
            Open.Rotation(RotationTrigger.SecurityBreach, "session_encryption"),
        ];

        Assert.That(InOrder(waiting, Key.Active("token_encryption", "2025-01-01"), Key.Active("file_encryption", Now), Key.Active("session_encryption", Now)),
            Is.EqualTo(new[] { "session_encryption", "file_encryption", "token_encryption" }));
    }

    [Test]
    public void Of_two_equally_urgent_the_more_important_key_type_goes_first()
    {
        Rotation[] waiting = [Open.Rotation(RotationTrigger.Routine, "file_encryption", scheduled: "2026-11-01"), Open.Rotation(RotationTrigger.Routine, "token_encryption")];

        Assert.That(InOrder(waiting, Key.Active("file_encryption", "2024-01-01"), Key.Active("token_encryption", "2026-08-01")),
            Is.EqualTo(new[] { "token_encryption", "file_encryption" }));
    }

    [Test]
    public void Then_the_key_that_is_oldest_for_its_interval_goes_first_not_the_one_with_more_days()
    {
        Rotation[] waiting = [Open.Rotation(RotationTrigger.Routine, "database_encryption"), Open.Rotation(RotationTrigger.Routine, "token_encryption")];

        // 120 days of 90 are more than 190 days of 180.
        Assert.That(InOrder(waiting, Key.Active("database_encryption", "2026-05-18"), Key.Active("token_encryption", "2026-07-27")),
            Is.EqualTo(new[] { "token_encryption", "database_encryption" }));
    }

    [Test]
    public void A_key_type_without_an_active_version_is_the_oldest_of_all()
    {
        Rotation[] waiting = [Open.Rotation(RotationTrigger.SeverelyOverdue, "database_encryption"), Open.Rotation(RotationTrigger.NoActiveKey, "token_encryption")];

        Assert.That(InOrder(waiting, Key.Active("database_encryption", "2020-01-01"), Key.Version("token_encryption", 1, KeyVersionState.Grace, "2020-01-01")),
            Is.EqualTo(new[] { "token_encryption", "database_encryption" }));
    }

    [Test]
    public void Where_all_else_is_equal_the_one_that_was_scheduled_first_goes_first()
    {
        Rotation[] waiting =
        [
            Open.Rotation(RotationTrigger.Routine, "api_signature", scheduled: "2026-11-24 02:00:01"),
            Open.Rotation(RotationTrigger.Routine, "token_encryption", scheduled: "2026-11-24 02:00:00"),
        ];

        Assert.That(InOrder(waiting, Key.Active("api_signature", "2026-08-01"), Key.Active("token_encryption", "2026-08-01")),
            Is.EqualTo(new[] { "token_encryption", "api_signature" }));
    }

    [Test]
    public void The_order_does_not_depend_on_the_order_in_which_a_node_reads_them()
    {
        Rotation[] waiting = [.. BuiltInKeyTypes.All.Select(policy => Open.Rotation(RotationTrigger.NoActiveKey, policy.Name))];

        Assert.That(InOrder([.. waiting.Reverse()]), Is.EqualTo(InOrder(waiting)));
    }

    private static string[] InOrder(Rotation[] waiting, params KeyVersion[] versions) =>
        [.. RotationQueue.Order(waiting, Policies, versions, Moment.At(Now)).Select(rotation => rotation.KeyType)];
}
