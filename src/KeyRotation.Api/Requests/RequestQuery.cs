using System.Globalization;
using System.Text;
using KeyRotation.Configuration;
using KeyRotation.Policies;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Requests;

/// <summary>
/// The parameters of a request for a list: read by name, each mistake remembered, unknown ones refused. Every list has <c>limit</c> and
/// <c>cursor</c>.
/// </summary>
internal sealed class RequestQuery(IQueryCollection query)
{
    public const int DefaultLimit = 50;
    public const int MostItems = 500;
    private const int Longest = 2000;

    private readonly HashSet<string> _known = [];
    private readonly Dictionary<string, string[]> _mistakes = [];

    /// <summary>Opaque to clients: what it is made of may change.</summary>
    public static string CursorOf(string place) => Convert.ToBase64String(Encoding.ASCII.GetBytes(place));

    public string? Text(string name)
    {
        _known.Add(name);
        if (!query.TryGetValue(name, out var value))
            return null;
        if (value.Count > 1)
            return Refuse<string>(name, "is given more than once.");
        if (value.ToString() is not { Length: > 0 } text)
            return null;
        if (text.Length > Longest)
            return Refuse<string>(name, $"has {text.Length} characters; expected at most {Longest}.");
        return PlainText.Is(text) ? text : Refuse<string>(name, PlainText.Mistake);
    }

    public string? KeyType(KeyTypePolicies policies)
    {
        if (Text(Fields.KeyType) is not { } name || policies.Find(name) is not null)
            return Text(Fields.KeyType);
        return Refuse<string>(Fields.KeyType, Fields.NoKeyType(name, policies));
    }

    public string? OneOf(string name, IReadOnlyCollection<string> known)
    {
        if (Text(name) is not { } text || known.Contains(text))
            return Text(name);
        return Refuse<string>(name, $"is '{text}', which is none. {NearestName.Suggestion(text, known)}");
    }

    public bool? Boolean(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (bool.TryParse(text, out var value))
            return value;
        return Refuse<bool?>(name, "is no boolean; expected true or false.");
    }

    /// <summary>RFC 3339 with a zone.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (RequestMoment.TryParse(text, out var moment))
            return moment;
        return Refuse<DateTimeOffset?>(name, RequestMoment.Mistake(text));
    }

    public int Limit()
    {
        if (Text("limit") is not { } text)
            return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostItems)
            return limit;
        return Refuse("limit", $"is '{text}'; expected 1 to {MostItems}.", DefaultLimit);
    }

    /// <param name="parse">From what <see cref="CursorOf"/> was given; null where it is none.</param>
    public T? Cursor<T>(Func<string, T?> parse) where T : struct
    {
        if (Text("cursor") is not { } cursor)
            return null;
        var bytes = new byte[cursor.Length];
        if (Convert.TryFromBase64String(cursor, bytes, out var written) && parse(Encoding.ASCII.GetString(bytes, 0, written)) is { } place)
            return place;
        return Refuse<T?>("cursor", "is none that a page gave.");
    }

    /// <summary>Every mistake, unknown parameters included; null when there is none.</summary>
    public IReadOnlyDictionary<string, string[]>? Mistakes()
    {
        foreach (var unknown in query.Keys.Except(_known))
            _mistakes[unknown] = [$"is no parameter of this request; expected {(_known.Count == 0 ? "none" : string.Join(", ", _known))}."];
        return _mistakes.Count == 0 ? null : _mistakes;
    }

    public void Add(string name, string mistake) => _mistakes[name] = [mistake];

    private T? Refuse<T>(string name, string mistake, T? otherwise = default)
    {
        Add(name, mistake);
        return otherwise;
    }
}
