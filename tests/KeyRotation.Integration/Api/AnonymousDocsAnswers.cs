using System.Net;
using KeyRotation.Configuration;

namespace KeyRotation.Integration.Api;

/// <summary>Where the configuration opens the document to anybody, nothing else is.</summary>
public sealed class AnonymousDocsAnswers : ApiFixture
{
    protected override void Configure(KeyRotationOptions options) => options.Api.AnonymousDocs = true;

    [TestCase("/docs", HttpStatusCode.OK)]
    [TestCase("/openapi/v1.json", HttpStatusCode.OK)]
    [TestCase("/openapi/v2.json", HttpStatusCode.Unauthorized)]
    [TestCase("/api/v1/key-rotation/keys", HttpStatusCode.Unauthorized)]
    public async Task Anybody_reads_the_page_and_its_document(string path, HttpStatusCode expected)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }
}
