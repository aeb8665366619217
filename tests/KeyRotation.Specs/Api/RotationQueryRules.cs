using System.Text;
using KeyRotation.Api.Requests;
using KeyRotation.Api.Rotations;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace KeyRotation.Specs.Api;

public sealed class RotationQueryRules
{
    private static readonly KeyTypePolicies Policies = new(BuiltInKeyTypes.All);
    private static readonly Guid Id = Guid.Parse("019ab000-0000-7000-8000-000000000001");

    [Test]
    public void Without_parameters_the_latest_fifty_are_listed() => Assert.That(Read(""), Is.EqualTo(new RotationFilter(null, null, null, 50)));

    [Test]
    public void Parameters_narrow_the_list() =>
        Assert.That(Read($"?key_type=api_signature&open=true&limit=500&cursor={Uri.EscapeDataString(RequestQuery.CursorOf(Id.ToString()))}"),
            Is.EqualTo(new RotationFilter("api_signature", true, new RotationId(Id), 500)));

    [TestCase("?limit=", TestName = "An empty parameter is as none")]
    [TestCase("?key_type=&open=&cursor=", TestName = "Several empty parameters are as none")]
    public void Empty_parameters_are_as_none(string query) => Assert.That(Read(query), Is.EqualTo(new RotationFilter(null, null, null, 50)));

    [TestCase("?key_type=tokens", "key_type")]
    [TestCase("?key_type=api_signature&key_type=token_encryption", "key_type")]
    [TestCase("?open=yes", "open")]
    [TestCase("?limit=0", "limit")]
    [TestCase("?limit=501", "limit")]
    [TestCase("?limit=-1", "limit")]
    [TestCase("?limit=1e2", "limit")]
    [TestCase("?limit=5&limit=6", "limit")]
    [TestCase("?cursor=%00", "cursor")]
    [TestCase("?cursor=bm9uZQ==", "cursor")]
    [TestCase("?state=open", "state")]
    [TestCase("?Limit_=5", "Limit_")]
    public void What_cannot_be_read_is_named(string query, string parameter)
    {
        var rotations = Query(query);

        RotationQuery.Read(rotations, Policies);

        Assert.That(rotations.Mistakes()?.Keys, Is.EqualTo(new[] { parameter }));
    }

    [Test]
    public void Every_mistake_is_named_at_once()
    {
        var rotations = Query("?key_type=tokens&open=yes&limit=0&cursor=x&state=open");

        RotationQuery.Read(rotations, Policies);

        Assert.That(rotations.Mistakes()?.Keys, Is.EquivalentTo(new[] { "key_type", "open", "limit", "cursor", "state" }));
    }

    [Test]
    public void A_cursor_is_opaque_and_comes_back_as_it_was_given() =>
        Assert.That(Encoding.ASCII.GetString(Convert.FromBase64String(RequestQuery.CursorOf(Id.ToString()))), Is.EqualTo(Id.ToString()));

    private static RotationFilter Read(string query)
    {
        var rotations = Query(query);
        var filter = RotationQuery.Read(rotations, Policies);
        Assert.That(rotations.Mistakes(), Is.Null);
        return filter;
    }

    private static RequestQuery Query(string query) => new(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
