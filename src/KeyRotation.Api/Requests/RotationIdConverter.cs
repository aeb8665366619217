using System.Text.Json;
using System.Text.Json.Serialization;
using KeyRotation.Rotations;

namespace KeyRotation.Api.Requests;

/// <summary>Ids of rotations as text, so that what carries one can be answered as it is.</summary>
internal sealed class RotationIdConverter : JsonConverter<RotationId>
{
    public override RotationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Guid.TryParseExact(reader.GetString(), "D", out var id) ? new RotationId(id) : throw new JsonException("Expected the id of a rotation.");

    public override void Write(Utf8JsonWriter writer, RotationId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
