using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boom.Inference;

/// <summary>A policy in a manifest: text, or a match document as it is.</summary>
sealed class PolicyText : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString()!;
        using var condition = JsonDocument.ParseValue(ref reader);
        return condition.RootElement.ValueKind == JsonValueKind.Object ? condition.RootElement.GetRawText() : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
