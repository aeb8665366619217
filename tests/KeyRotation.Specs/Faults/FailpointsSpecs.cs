using KeyRotation.Faults;

namespace KeyRotation.Specs.Faults;

public sealed class FailpointsSpecs
{
    private readonly List<string> _acts = [];

    [SetUp]
    public void Forget() => _acts.Clear();

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    public void Without_the_variable_there_are_none(string? text)
    {
        var failpoints = Parse(text);

        failpoints.Reach("escrow.put:before");

        Assert.That(failpoints.AreSet, Is.False);
        Assert.That(_acts, Is.Empty);
    }

    [Test]
    public void A_point_acts_the_first_time_and_once()
    {
        var failpoints = Parse("escrow.put:before=kill");

        failpoints.Reach("escrow.put:after");
        failpoints.Reach("escrow.put:before");
        failpoints.Reach("escrow.put:before");

        Assert.That(_acts, Is.EqualTo(new[] { "Kill escrow.put:before" }));
    }

    [Test]
    public void A_count_says_which_time()
    {
        var failpoints = Parse("batch:after-commit=stop@3; audit:key.activated:before-commit=throw@1");

        for (var time = 0; time < 4; time++)
            failpoints.Reach("batch:after-commit");
        failpoints.Reach("audit:key.activated:before-commit");

        Assert.That(_acts, Is.EqualTo(new[] { "Stop batch:after-commit", "Throw audit:key.activated:before-commit" }));
        Assert.That(failpoints.ToString(), Is.EqualTo("batch:after-commit=stop@3;audit:key.activated:before-commit=throw@1"));
    }

    [Test]
    public void Throwing_names_the_point() =>
        Assert.That(() => Failpoints.Parse("kek.wrap:after=throw").Reach("kek.wrap:after"), Throws.TypeOf<FailpointReachedException>().With.Message.Contains("kek.wrap:after"));

    [TestCase("escrow.put:before", "is no POINT=ACTION")]
    [TestCase("escrow.put:before=kill=1", "is no POINT=ACTION")]
    [TestCase("escrow.put:before-commit=kill", "nothing reaches a point 'escrow.put:before-commit'")]
    [TestCase("audit:key.actived:before-commit=kill", "nothing reaches a point 'audit:key.actived:before-commit'. Did you mean audit:key.activated:before-commit?")]
    [TestCase("batch:before-commit=die", "'die' is no action")]
    [TestCase("batch:before-commit=Kill", "'Kill' is no action")]
    [TestCase("batch:before-commit=kill@0", "'0' behind @ is no count")]
    [TestCase("batch:before-commit=kill@-1", "'-1' behind @ is no count")]
    [TestCase("batch:before-commit=kill@", "'' behind @ is no count")]
    [TestCase("batch:after-commit=kill;nonsense", "'nonsense' is no POINT=ACTION")]
    public void Bad_syntax_is_refused_as_a_whole(string text, string problem) =>
        Assert.That(() => Parse(text), Throws.TypeOf<FailpointSyntaxException>().With.Message.Contains(problem).And.Message.StartsWith($"KEYROTATION_FAILPOINTS is '{text}'"));

    [Test]
    public void Every_audited_change_has_a_point_on_both_sides_of_its_commit() =>
        Assert.That(FailpointNames.All, Is.SupersetOf(new[] { "audit:rotation.completed:before-commit", "audit:rotation.completed:after-commit", "batch:before-commit", "batch:after-commit", "kek.wrap:before", "escrow.put:after" }));

    private Failpoints Parse(string? text) => Failpoints.Parse(text, (action, point) => _acts.Add($"{action} {point}"));
}
