using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeyRotation.Api.Requests;

/// <summary>RFC 3339 in UTC with `Z`; fractions of a second only where there are any.</summary>
internal sealed class MomentConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RequestMoment.TryParse(reader.GetString() ?? "", out var moment) ? moment : throw new JsonException("Expected a moment as in RFC 3339 with its zone.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
}
