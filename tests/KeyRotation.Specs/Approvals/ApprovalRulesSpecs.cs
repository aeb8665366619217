using KeyRotation.Approvals;

namespace KeyRotation.Specs.Approvals;

/// <summary>Who may decide what, and when.</summary>
public sealed class ApprovalRulesSpecs
{
    private static readonly DateTimeOffset Asked = Utc.At("2026-03-01T02:00:00Z");

    private static readonly Approval Pending = new()
    {
        Id = Guid.Empty,
        Action = ApprovalAction.Emergency,
        Parameters = new Dictionary<string, string>(),
        RequestedBy = "mia",
        RequestedAt = Asked,
        ExpiresAt = Asked.AddMinutes(60),
    };

    [TestCase("mia", true, "second_person_needed")]
    [TestCase("MIA", true, "second_person_needed")]
    [TestCase("olga", true, null)]
    [TestCase("olga", false, null)]
    [TestCase("mia", false, null)]
    public void Somebody_else_says_yes_and_anybody_says_no(string by, bool approve, string? refused)
    {
        Assert.That(ApprovalRules.RefusalOf(Pending, approve, by, Asked.AddMinutes(1))?.Code, Is.EqualTo(refused));
    }

    [TestCase("02:59:59", null)]
    [TestCase("03:00:00", "approval_expired")]
    public void It_can_be_given_until_its_time_is_over(string time, string? refused)
    {
        Assert.That(ApprovalRules.RefusalOf(Pending, approve: true, "olga", Utc.At($"2026-03-01T{time}Z"))?.Code, Is.EqualTo(refused));
    }

    [TestCase(true, "olga", true, null)]
    [TestCase(true, "olga", false, "approval_decided")]
    [TestCase(true, "anna", true, "approval_decided")]
    [TestCase(false, "olga", true, "approval_decided")]
    [TestCase(false, "olga", false, null)]
    public void A_decision_stays_and_may_be_sent_again(bool decided, string by, bool approve, string? refused)
    {
        var approval = Pending with { IsApproved = decided, DecidedBy = "olga", DecidedAt = Asked.AddMinutes(5) };

        Assert.That(ApprovalRules.RefusalOf(approval, approve, by, Asked.AddDays(1))?.Code, Is.EqualTo(refused));
    }

    [Test]
    public void Each_state_follows_from_what_is_written()
    {
        var (soon, late) = (Asked.AddMinutes(1), Asked.AddHours(2));
        var approved = Pending with { IsApproved = true, DecidedBy = "olga", DecidedAt = soon };

        Assert.Multiple(() =>
        {
            Assert.That(ApprovalRules.StateOf(Pending, soon), Is.EqualTo(ApprovalState.Pending));
            Assert.That(ApprovalRules.StateOf(Pending, late), Is.EqualTo(ApprovalState.Expired));
            Assert.That(ApprovalRules.StateOf(Pending with { IsApproved = false }, late), Is.EqualTo(ApprovalState.Rejected));
            Assert.That(ApprovalRules.StateOf(approved, late), Is.EqualTo(ApprovalState.Approved));
            Assert.That(ApprovalRules.StateOf(approved with { EndedAt = late }, late), Is.EqualTo(ApprovalState.CarriedOut));
            Assert.That(ApprovalRules.StateOf(approved with { EndedAt = late, Refusal = "it has ended" }, late), Is.EqualTo(ApprovalState.Refused));
        });
    }
}
