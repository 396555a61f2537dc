using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Boom.AppHost.Tests.Deployment;

/// <summary>The part of JSON Schema that <c>values.schema.json</c> uses; a word that is not known here is an error.</summary>
sealed class ValuesSchema(JsonObject schema)
{
    /// <summary>What is wrong with values, a sentence each.</summary>
    public IEnumerable<string> FindProblems(JsonNode? value) => Check(value, schema, "values");

    // Of a value of the wrong type the other rules have nothing to say.
    IEnumerable<string> Check(JsonNode? value, JsonObject rules, string path) => rules["type"] is { } type && !IsOf(value, type.GetValue<string>())
        ? [$"{path} is {value?.ToJsonString() ?? "null"}, and no {type}"]
        : rules.SelectMany(rule => Check(value, rules, rule.Key, rule.Value!, path));

    IEnumerable<string> Check(JsonNode? value, JsonObject rules, string word, JsonNode rule, string path)
    {
        var isRight = word switch
        {
            "$schema" or "definitions" or "type" => true,
            "enum" => rule.AsArray().Any(known => JsonNode.DeepEquals(known, value)),
            "pattern" => Regex.IsMatch(value!.ToString(), rule.GetValue<string>()),
            "minimum" => value!.GetValue<long>() >= rule.GetValue<long>(),
            "maximum" => value!.GetValue<long>() <= rule.GetValue<long>(),
            "required" => rule.AsArray().All(name => value!.AsObject().ContainsKey(name!.GetValue<string>())),
            "additionalProperties" => rule.GetValue<bool>() || value!.AsObject().All(entry => rules["properties"]!.AsObject().ContainsKey(entry.Key)),
            "properties" or "$ref" => true,
            _ => throw new FormatException($"The schema of {path} says {word}, which is not known here."),
        };
        if (!isRight)
            return [$"{path} is {value?.ToJsonString() ?? "null"}, against {word} {rule.ToJsonString()}"];
        return word switch
        {
            "properties" => rule.AsObject().Where(inner => value!.AsObject().ContainsKey(inner.Key))
                .SelectMany(inner => Check(value![inner.Key], inner.Value!.AsObject(), $"{path}.{inner.Key}")),
            "$ref" => Check(value, schema["definitions"]![rule.GetValue<string>()["#/definitions/".Length..]]!.AsObject(), path),
            _ => [],
        };
    }

    static bool IsOf(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => value is JsonValue number && number.TryGetValue(out long _),
        _ => throw new FormatException($"The schema says type {type}, which is not known here."),
    };
}
