using System.Text.Json;
using System.Text.Json.Nodes;

namespace Boom.Messaging.Registry;

/// <summary>Makes one schema of several that name each other: a type is declared where it is first named.</summary>
/// <param name="parts">Declarations of types by full name.</param>
sealed class SchemaInliner(IReadOnlyDictionary<string, JsonNode> parts)
{
    /// <summary>Most parts of one schema.</summary>
    public const int MostParts = 64;

    const int MostLevels = 40;
    const int MostNodes = 20_000;

    static readonly HashSet<string> Primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    int _nodes;

    /// <summary>Full names that are used and declared nowhere.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>Reads a schema or a part of one.</summary>
    /// <exception cref="SchemaSourceException">It is no JSON.</exception>
    /// <param name="text">The text.</param>
    /// <param name="address">Who gave it.</param>
    public static JsonNode Parse(string text, string address)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict) ?? throw new JsonException("null is no schema");
        }
        catch (JsonException fault)
        {
            throw new SchemaSourceException(SourceOutcome.Wrong, $"{address} answers with a schema that is not JSON ({fault.Message.TrimEnd('.')})", fault);
        }
    }

    /// <summary>Full name of what a part declares; empty when it has none.</summary>
    public static string NameOf(JsonNode part) => part is JsonObject declaration ? FullName(declaration, "").Full : "";

    /// <summary>The schema with each part where it is first named; names that are in no part stay.</summary>
    /// <exception cref="SchemaSourceException">It is too deep or too large.</exception>
    public JsonNode Inline(JsonNode schema) => Inline(schema, "", 0)!;

    JsonNode? Inline(JsonNode? node, string space, int depth)
    {
        if (depth > MostLevels || ++_nodes > MostNodes)
            throw new SchemaSourceException(SourceOutcome.Wrong, $"the schema has more than {MostLevels} levels or {MostNodes} parts");
        return node switch
        {
            JsonArray union => new JsonArray([.. union.Select(branch => Inline(branch, space, depth + 1))]),
            JsonObject declaration => Declare((JsonObject)declaration.DeepClone(), space, depth),
            JsonValue value when value.TryGetValue<string>(out var name) => Name(name, space, depth),
            _ => node?.DeepClone(),
        };
    }

    JsonNode? Name(string name, string space, int depth)
    {
        var full = name.Contains('.') || space.Length == 0 ? name : $"{space}.{name}";
        if (Primitives.Contains(name) || _declared.Contains(full) || _declared.Contains(name))
            return name;
        if (parts.TryGetValue(full, out var part))
            return Inline(part, "", depth + 1);
        _missing.Add(full);
        return name;
    }

    JsonObject Declare(JsonObject node, string space, int depth)
    {
        switch (node["type"] is JsonValue value && value.TryGetValue<string>(out var type) ? type : "")
        {
            case "record" or "error":
                var (full, inner) = FullName(node, space);
                _declared.Add(full);
                foreach (var field in (node["fields"] as JsonArray ?? []).OfType<JsonObject>())
                    field["type"] = Inline(field["type"], inner, depth + 1);
                break;
            case "enum" or "fixed":
                _declared.Add(FullName(node, space).Full);
                break;
            case "array":
                node["items"] = Inline(node["items"], space, depth + 1);
                break;
            case "map":
                node["values"] = Inline(node["values"], space, depth + 1);
                break;
            default:
                node["type"] = Inline(node["type"], space, depth + 1);
                break;
        }

        return node;
    }

    static (string Full, string Space) FullName(JsonObject node, string space)
    {
        var name = Text(node["name"]);
        if (name.LastIndexOf('.') is var dot and > 0)
            return (name, name[..dot]);
        if (Text(node["namespace"]) is { Length: > 0 } own)
            space = own;
        return (space.Length == 0 ? name : $"{space}.{name}", space);
    }

    static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
