using System.Text.Json;

namespace Boom.Core.Avro;

/// <summary>
/// Reads a schema declaration. Tolerant where archives need it: records named by namespace and name, by full name or by both; named
/// types referred to by full or short name or declared twice; fields declared twice. Strict where safety needs it: depth, size, cycles.
/// </summary>
sealed class AvroSchemaParser
{
    /// <summary>Longest schema taken, in bytes. Real ones have 1.5 to 30 kB.</summary>
    internal const int MaximumJsonBytes = 1 << 20;

    const int MaximumDepth = 32;
    const int MaximumNodes = 20_000;
    const int MinimumBytesCap = 1 << 20;

    readonly Dictionary<string, AvroSchema> _named = new(StringComparer.Ordinal);
    readonly Dictionary<string, AvroSchema> _shortNamed = new(StringComparer.Ordinal);
    readonly HashSet<string> _open = new(StringComparer.Ordinal);
    long _nodes;

    internal static AvroSchema Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaximumJsonBytes)
            throw Fault($"the schema has {json.Length} bytes; at most {MaximumJsonBytes} are taken");
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 * MaximumDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            return new AvroSchemaParser().ParseNode(document.RootElement, "", 0);
        }
        catch (JsonException exception)
        {
            throw Fault($"the schema is not JSON: {exception.Message}");
        }
        catch (InvalidOperationException exception)
        {
            // Text that is no valid UTF-16, which JsonElement refuses only when it is read.
            throw Fault($"the schema is not JSON: {exception.Message}");
        }
    }

    AvroSchema ParseNode(JsonElement node, string space, int depth)
    {
        if (depth > MaximumDepth)
            throw Fault($"the schema nests deeper than {MaximumDepth} levels");
        Count(1);
        return node.ValueKind switch
        {
            JsonValueKind.String => ParseName(node.GetString()!, space),
            JsonValueKind.Array => ParseUnion(node, space, depth),
            JsonValueKind.Object => ParseObject(node, space, depth),
            _ => throw Fault($"the schema has a {node.ValueKind} where a type belongs"),
        };
    }

    AvroSchema ParseName(string name, string space)
    {
        if (Primitive(name) is { } primitive)
            return primitive;
        var full = name.Contains('.') || space.Length == 0 ? name : $"{space}.{name}";
        if (_open.Contains(full) || _open.Contains(name))
            throw Fault($"the schema type '{name}' contains itself");
        if (_named.TryGetValue(full, out var found) || _named.TryGetValue(name, out found) || _shortNamed.TryGetValue(ShortName(name), out found))
        {
            // A type used again counts again: a few lines of schema must not stand for an absurd number of fields.
            Count(Weight(found));
            return found;
        }

        throw Fault($"the schema names an unknown type '{name}'");
    }

    AvroSchema ParseUnion(JsonElement node, string space, int depth)
    {
        var branches = new List<AvroSchema>();
        foreach (var branch in node.EnumerateArray())
            branches.Add(ParseNode(branch, space, depth + 1));
        if (branches.Count == 0)
            throw Fault("the schema has a union without branches");
        return new AvroSchema { Type = AvroType.Union, Branches = branches, MinimumBytes = Cap(1 + branches.Min(b => (long)b.MinimumBytes)) };
    }

    AvroSchema ParseObject(JsonElement node, string space, int depth)
    {
        if (!node.TryGetProperty("type", out var type))
            throw Fault("the schema has a type without 'type'");
        if (type.ValueKind != JsonValueKind.String)
            return ParseNode(type, space, depth + 1);
        return type.GetString() switch
        {
            "record" or "error" => ParseRecord(node, space, depth),
            "array" => ParseItems(node, "items", AvroType.Array, space, depth),
            "map" => ParseItems(node, "values", AvroType.Map, space, depth),
            "enum" => ParseEnum(node, space),
            "fixed" => ParseFixed(node, space),
            var name => ParseName(name!, space),
        };
    }

    AvroSchema ParseRecord(JsonElement node, string space, int depth)
    {
        var (full, inner) = FullName(node, space);
        if (!node.TryGetProperty("fields", out var list) || list.ValueKind != JsonValueKind.Array)
            throw Fault($"the schema record '{full}' has no fields");
        if (!_open.Add(full))
            throw Fault($"the schema type '{full}' contains itself");
        var fields = new List<AvroField>();
        foreach (var field in list.EnumerateArray())
        {
            if (field.ValueKind != JsonValueKind.Object || !field.TryGetProperty("type", out var type))
                throw Fault($"the schema record '{full}' has a field without type");
            fields.Add(new AvroField(Text(field, "name"), ParseNode(type, inner, depth + 1)));
        }

        _open.Remove(full);
        return Register(full, new AvroSchema
        {
            Type = AvroType.Record,
            Name = full,
            Fields = fields,
            MinimumBytes = Cap(fields.Sum(f => (long)f.Schema.MinimumBytes)),
        });
    }

    AvroSchema ParseItems(JsonElement node, string property, AvroType type, string space, int depth)
    {
        if (!node.TryGetProperty(property, out var items))
            throw Fault($"the schema has an {type} without '{property}'");
        var item = ParseNode(items, space, depth + 1);
        if (type == AvroType.Array && item.MinimumBytes == 0)
            throw Fault("the schema has an array whose items take no bytes: its length would not be bounded by the data");
        return new AvroSchema { Type = type, Items = item, MinimumBytes = 1 };
    }

    AvroSchema ParseEnum(JsonElement node, string space)
    {
        var (full, _) = FullName(node, space);
        if (!node.TryGetProperty("symbols", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            throw Fault($"the schema enum '{full}' has no symbols");
        Count(list.GetArrayLength());
        List<string> symbols = [.. list.EnumerateArray().Select(s => s.ValueKind == JsonValueKind.String ? s.GetString()! : s.GetRawText())];
        return Register(full, new AvroSchema { Type = AvroType.Enum, Name = full, Symbols = symbols, MinimumBytes = 1 });
    }

    AvroSchema ParseFixed(JsonElement node, string space)
    {
        var (full, _) = FullName(node, space);
        if (!node.TryGetProperty("size", out var size) || size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out var bytes) || bytes < 0)
            throw Fault($"the schema fixed '{full}' has no valid size");
        return Register(full, new AvroSchema { Type = AvroType.Fixed, Name = full, Size = bytes, MinimumBytes = Cap(bytes) });
    }

    AvroSchema Register(string full, AvroSchema schema)
    {
        _named.TryAdd(full, schema);
        _shortNamed.TryAdd(ShortName(full), schema);
        return schema;
    }

    void Count(long nodes)
    {
        _nodes += nodes;
        if (_nodes > MaximumNodes)
            throw Fault($"the schema has more than {MaximumNodes} parts");
    }

    static long Weight(AvroSchema schema) => schema.Type switch
    {
        AvroType.Record => 1 + schema.Fields.Sum(f => Weight(f.Schema)),
        AvroType.Union => 1 + schema.Branches.Sum(Weight),
        AvroType.Array or AvroType.Map => 1 + Weight(schema.Items!),
        _ => 1,
    };

    static (string Full, string Space) FullName(JsonElement node, string space)
    {
        var name = Text(node, "name");
        if (name.LastIndexOf('.') is var dot and > 0)
            return (name, name[..dot]);
        if (node.TryGetProperty("namespace", out var own) && own.ValueKind == JsonValueKind.String)
            space = own.GetString()!;
        return (space.Length == 0 ? name : $"{space}.{name}", space);
    }

    static string Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Fault($"the schema has a part without '{property}'");

    static string ShortName(string name) => name[(name.LastIndexOf('.') + 1)..];

    static int Cap(long bytes) => (int)Math.Min(bytes, MinimumBytesCap);

    static AvroSchema? Primitive(string name) => name switch
    {
        "null" => new AvroSchema { Type = AvroType.Null, MinimumBytes = 0 },
        "boolean" => new AvroSchema { Type = AvroType.Boolean, MinimumBytes = 1 },
        "int" => new AvroSchema { Type = AvroType.Int, MinimumBytes = 1 },
        "long" => new AvroSchema { Type = AvroType.Long, MinimumBytes = 1 },
        "float" => new AvroSchema { Type = AvroType.Float, MinimumBytes = 4 },
        "double" => new AvroSchema { Type = AvroType.Double, MinimumBytes = 8 },
        "bytes" => new AvroSchema { Type = AvroType.Bytes, MinimumBytes = 1 },
        "string" => new AvroSchema { Type = AvroType.String, MinimumBytes = 1 },
        _ => null,
    };

    static AvroFormatException Fault(string what) => new(AvroFault.Schema, what);
}
