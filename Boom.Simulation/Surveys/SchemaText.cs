using System.Buffers;
using System.Text.Json;

namespace Boom.Simulation.Surveys;

/// <summary>
/// Makes Avro schemas from tables: <c>name:type</c>, separated by white space. Types are b boolean, d double, f float, i int, l long, s string, y
/// bytes; <c>?</c> after it is null before it in a union, <c>!</c> null after it.
/// </summary>
static class SchemaText
{
    /// <summary>Opens a record and its fields; <see cref="End"/> closes both.</summary>
    public static void Start(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("type", "record");
        json.WriteString("name", name);
        json.WriteStartArray("fields");
    }

    public static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A field whose type is a record, or an array of it.</summary>
    public static void Record(Utf8JsonWriter json, string field, string name, string table, bool isArray, bool orNull = false)
    {
        json.WriteStartObject();
        json.WriteString("name", field);
        json.WritePropertyName("type");
        if (orNull)
            json.WriteStartArray();
        if (isArray)
        {
            json.WriteStartObject();
            json.WriteString("type", "array");
            json.WritePropertyName("items");
        }

        Start(json, name);
        Fields(json, table);
        End(json);
        if (isArray)
            json.WriteEndObject();
        if (orNull)
        {
            json.WriteStringValue("null");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static void Fields(Utf8JsonWriter json, string table)
    {
        foreach (var field in Parse(table))
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WritePropertyName("type");
            if (field.IsUnion)
                json.WriteStartArray();
            if (field.IsUnion && field.NullFirst)
                json.WriteStringValue("null");
            json.WriteStringValue(Primitive(field.Type));
            if (field.IsUnion && !field.NullFirst)
                json.WriteStringValue("null");
            if (field.IsUnion)
                json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    /// <summary>The fields of a table.</summary>
    public static SchemaField[] Parse(string table) =>
    [
        .. table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(token =>
        {
            var colon = token.IndexOf(':', StringComparison.Ordinal);
            return new SchemaField(token[..colon], token[colon + 1], token.Length > colon + 2, token[^1] == '?');
        }),
    ];

    /// <summary>The JSON that a writer makes, UTF-8.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
            write(json);
        return output.WrittenSpan.ToArray();
    }

    static string Primitive(char type) => type switch
    {
        'b' => "boolean",
        'd' => "double",
        'f' => "float",
        'i' => "int",
        'l' => "long",
        's' => "string",
        'y' => "bytes",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}

/// <summary>One field of a table.</summary>
readonly record struct SchemaField(string Name, char Type, bool IsUnion, bool NullFirst);
