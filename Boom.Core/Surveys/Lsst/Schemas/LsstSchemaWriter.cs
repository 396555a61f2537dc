using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Boom.Core.Surveys.Lsst;

/// <summary>Makes the schema of a version, one JSON document, from <see cref="LsstSchemaTables"/>.</summary>
static class LsstSchemaWriter
{
    /// <summary>Namespace of a version's records.</summary>
    internal static string Namespace(Version version) => FormattableString.Invariant($"lsst.v{version.Major}_{version.Minor}");

    internal static string Write(Version version)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
            WriteRecord(json, "alert", version, []);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    // A record is spelled out where it occurs first, and named after that.
    static void WriteRecord(Utf8JsonWriter json, string name, Version version, HashSet<string> known)
    {
        if (!known.Add(name))
        {
            json.WriteStringValue($"{Namespace(version)}.{name}");
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "record");
        json.WriteString("namespace", Namespace(version));
        json.WriteString("name", name);
        json.WriteStartArray("fields");
        foreach (var token in LsstSchemaTables.Of(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var field = Field.Parse(token);
            if (version < field.From || version >= field.Until)
                continue;
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WritePropertyName("type");
            WriteType(json, field, version, known);
            if (field.IsNullable)
                json.WriteNull("default");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteType(Utf8JsonWriter json, Field field, Version version, HashSet<string> known)
    {
        if (field.IsNullable)
        {
            json.WriteStartArray();
            json.WriteStringValue("null");
        }

        if (field.Type.EndsWith("[]", StringComparison.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("type", "array");
            json.WritePropertyName("items");
            WriteRecord(json, field.Type[..^2], version, known);
            json.WriteEndObject();
        }
        else if (field.Type == "t")
        {
            json.WriteStartObject();
            json.WriteString("type", "long");
            json.WriteString("logicalType", "timestamp-micros");
            json.WriteEndObject();
        }
        else if (Primitive(field.Type) is { } primitive)
        {
            json.WriteStringValue(primitive);
        }
        else
        {
            WriteRecord(json, field.Type, version, known);
        }

        if (field.IsNullable)
            json.WriteEndArray();
    }

    static string? Primitive(string code) => code switch
    {
        "b" => "boolean",
        "d" => "double",
        "f" => "float",
        "i" => "int",
        "l" => "long",
        "s" => "string",
        "y" => "bytes",
        _ => null,
    };

    /// <summary>One entry of a table.</summary>
    readonly record struct Field(string Name, string Type, bool IsNullable, Version From, Version Until)
    {
        static readonly Version _never = new(int.MaxValue, 0);

        internal static Field Parse(string token)
        {
            var (rest, until) = Cut(token, '<', _never);
            (rest, var from) = Cut(rest, '@', new Version(0, 0));
            var colon = rest.IndexOf(':', StringComparison.Ordinal);
            var type = rest[(colon + 1)..];
            var isNullable = type.EndsWith('?');
            return new Field(rest[..colon], isNullable ? type[..^1] : type, isNullable, from, until);
        }

        static (string Before, Version Version) Cut(string token, char mark, Version otherwise)
        {
            var at = token.IndexOf(mark, StringComparison.Ordinal);
            return at < 0 ? (token, otherwise) : (token[..at], Version.Parse(token.AsSpan(at + 1)));
        }
    }
}
