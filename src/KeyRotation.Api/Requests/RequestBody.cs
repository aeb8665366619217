using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace KeyRotation.Api.Requests;

/// <summary>
/// The fields of a request's body, JSON or form: read by name, each mistake remembered, unknown fields refused, so that a client
/// learns of all its mistakes at once.
/// </summary>
internal sealed class RequestBody
{
    private const string Whole = "body";

    private readonly Dictionary<string, JsonElement> _fields;
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<string, List<string>> _errors = [];

    private bool _isBroken;

    private RequestBody(Dictionary<string, JsonElement> fields) => _fields = fields;

    /// <summary>An absent body has no fields. Read once: whoever asks again gets the same, with what is known of it by then.</summary>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var items = request.HttpContext.Items;
        if (items[typeof(RequestBody)] is not RequestBody body)
            items[typeof(RequestBody)] = body = await ReadOnceAsync(request, cancellationToken).ConfigureAwait(false);
        return body;
    }

    private static async Task<RequestBody> ReadOnceAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null))
            return new RequestBody([]);
        if (IsForm(request))
            return await OfFormAsync(request, cancellationToken).ConfigureAwait(false);
        if (!request.HasJsonContentType())
            throw new BadHttpRequestException("media type", StatusCodes.Status415UnsupportedMediaType);
        return await OfJsonAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public string? Text(string name, int longest = 2000)
    {
        if (Find(name) is not { } field)
            return null;
        if (field.ValueKind != JsonValueKind.String)
            return Refuse<string>(name, $"is {field.ValueKind}; expected text.");
        if (TextOf(field)?.Trim() is not { } text)
            return Refuse<string>(name, PlainText.Mistake);
        return text.Length <= longest ? text : Refuse<string>(name, $"has {text.Length} characters; expected at most {longest}.");
    }

    /// <summary>Text that must be there; empty where it is not, and the mistake is remembered.</summary>
    public string RequiredText(string name, string expected)
    {
        if (Text(name) is { Length: > 0 } text)
            return text;
        if (!_errors.ContainsKey(name))
            Add(name, $"is missing; expected {expected}.");
        return "";
    }

    public bool Boolean(string name, bool otherwise) => Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(TextOf(text), out var value) => value,
        _ => Refuse(name, "is no boolean; expected true or false.", otherwise),
    };

    public int? Integer(string name)
    {
        if (Find(name) is not { } field)
            return null;
        if (field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out var number))
            return number;
        if (field.ValueKind == JsonValueKind.String && int.TryParse(TextOf(field), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out number))
            return number;
        Add(name, "is no whole number.");
        return null;
    }

    /// <summary>RFC 3339 with a zone; anything without one would be somebody's guess.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { Length: > 0 } text)
            return null;
        if (RequestMoment.TryParse(text, out var moment))
            return moment;
        Add(name, RequestMoment.Mistake(text));
        return null;
    }

    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } field)
            return null;
        if (field.ValueKind == JsonValueKind.String)
            return TextOf(field)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? Refuse<IReadOnlyList<string>>(name, PlainText.Mistake);
        if (field.ValueKind == JsonValueKind.Array && field.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && TextOf(item) is not null))
            return [.. field.EnumerateArray().Select(item => TextOf(item)!)];
        Add(name, "is no list of texts.");
        return null;
    }

    public void Add(string name, string mistake)
    {
        if (!_errors.TryGetValue(name, out var mistakes))
            _errors[name] = mistakes = [];
        mistakes.Add(mistake);
    }

    /// <summary>Every mistake, unknown fields included; null when there is none. Of a body that cannot be read nothing is known but that.</summary>
    public IReadOnlyDictionary<string, string[]>? Mistakes()
    {
        if (_isBroken)
            return new Dictionary<string, string[]> { [Whole] = [.. _errors[Whole]] };
        foreach (var unknown in _fields.Keys.Where(field => !_known.Contains(field)).ToArray())
            Add(unknown, $"is no field of this request; expected {(_known.Count == 0 ? "none" : string.Join(", ", _known))}.");
        _known.UnionWith(_fields.Keys);
        return _errors.Count == 0 ? null : _errors.ToDictionary(error => error.Key, error => error.Value.ToArray());
    }

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return _fields.TryGetValue(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;
    }

    /// <summary>Null for what is no plain text, half of a surrogate pair included.</summary>
    private static string? TextOf(JsonElement field)
    {
        try
        {
            var text = field.GetString()!;
            return PlainText.Is(text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private T? Refuse<T>(string name, string mistake, T? otherwise = default)
    {
        Add(name, mistake);
        return otherwise;
    }

    /// <summary>Not multipart/form-data, which is for files.</summary>
    private static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static async Task<RequestBody> OfFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return OfForm(await request.ReadFormAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (InvalidDataException)
        {
            return Broken("is no form that can be read: too many fields, or one whose name or text is too long.");
        }
    }

    private static RequestBody OfForm(IFormCollection form)
    {
        var body = new RequestBody(form.ToDictionary(field => field.Key, field => JsonSerializer.SerializeToElement(field.Value.ToString())));
        foreach (var field in form.Where(field => field.Value.Count > 1))
            body.Add(field.Key, "is given more than once.");
        return body;
    }

    private static async Task<RequestBody> OfJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { AllowDuplicateProperties = false }, cancellationToken).ConfigureAwait(false);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new RequestBody(document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.Clone()));
            return Broken($"is {document.RootElement.ValueKind}; expected an object.");
        }
        catch (JsonException malformed)
        {
            return Broken($"is no JSON: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return Broken("has a field whose name is no text.");
        }
    }

    private static RequestBody Broken(string mistake)
    {
        var body = new RequestBody([]) { _isBroken = true };
        body.Add(Whole, mistake);
        return body;
    }
}
