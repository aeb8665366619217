namespace KeyRotation.Specs.Configuration;

public sealed class ContactRules
{
    [Test]
    public void Contacts_and_escalation_of_the_requirements_are_accepted() =>
        Assert.That(() => Configured.By("""
            { "Contacts": { "security": "security@example.com", "on_call": "oncall@example.com", "executives": "executives@example.com" },
              "Escalation": { "critical": { "WithinMinutes": 15, "To": ["security", "on_call"], "Then": ["executives"] } } }
            """), Throws.Nothing);

    [Test]
    public void An_escalation_names_contacts_that_exist() =>
        Assert.That(
            Configured.Problems("""{ "Contacts": { "on_call": "x@example.com" }, "Escalation": { "high": { "WithinMinutes": 60, "To": ["oncall"] } } }"""),
            Is.EqualTo(new[] { "KeyRotation:Escalation:high:To names 'oncall', which is none of KeyRotation:Contacts. Did you mean on_call?" }));

    [Test]
    public void An_escalation_has_a_severity_of_the_matrix_and_a_time() =>
        Assert.That(
            Configured.Problems("""{ "Escalation": { "critcal": { "WithinMinutes": 0 } } }"""),
            Is.EqualTo(new[]
            {
                "KeyRotation:Escalation:critcal is no severity. Did you mean critical?",
                "KeyRotation:Escalation:critcal:WithinMinutes is 0; expected 1 to 10080.",
            }));

    [TestCase("security")]
    [TestCase("@example.com")]
    [TestCase("a@b@example.com")]
    [TestCase("security team@example.com")]
    public void An_address_that_is_none_is_found_at_start(string address) =>
        Assert.That(Configured.Problems(("KEY_ROTATION_ALERTS_EMAIL", address)), Is.EqualTo(new[] { $"KEY_ROTATION_ALERTS_EMAIL is '{address}'; expected one e-mail address, such as security@example.com." }));
}
