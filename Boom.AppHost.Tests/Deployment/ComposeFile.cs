using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Boom.AppHost.Tests.Deployment;

/// <summary><c>eng/deploy/compose.yaml</c>, with its variables filled in as Compose does it.</summary>
sealed partial class ComposeFile
{
    readonly Dictionary<string, string> _given;
    readonly JsonObject _file;

    ComposeFile(string text, Dictionary<string, string> given)
    {
        _given = given;
        _file = (JsonObject)Fill(StrictYaml.Read(text))!;
    }

    /// <summary>Reads it.</summary>
    /// <param name="given">What the environment says; a variable that must be given and is not is an error.</param>
    public static ComposeFile Read(Dictionary<string, string> given) => new(DeploymentFiles.Read("compose.yaml"), given);

    /// <summary>The sections.</summary>
    public IEnumerable<string> Sections => _file.Select(section => section.Key).Where(key => !key.StartsWith("x-", StringComparison.Ordinal));

    /// <summary>The services by name.</summary>
    public JsonObject Services => _file["services"]!.AsObject();

    /// <summary>Names of the volumes.</summary>
    public IEnumerable<string> Volumes => _file["volumes"]!.AsObject().Select(volume => volume.Key);

    /// <summary>Every variable that the file asks for, and whether it must be given.</summary>
    public SortedDictionary<string, bool> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>A service.</summary>
    public JsonObject this[string service] => Services[service]!.AsObject();

    JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.Select(entry => KeyValuePair.Create(entry.Key, Fill(entry.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        JsonValue value when value.TryGetValue(out string? text) => Fill(text),
        _ => node?.DeepClone(),
    };

    string Fill(string text) => Dollar().Replace(text, match =>
    {
        if (match.Value == "$$")
            return "$";
        var (name, kind, other) = (match.Groups["name"].Value, match.Groups["kind"].Value, match.Groups["other"].Value);
        if (name.Length == 0)
            throw new FormatException($"'{text}' has a $ that is neither a variable with a default or a message, nor $$.");
        var isRequired = kind == ":?";
        if (!Variables.TryAdd(name, isRequired) && Variables[name] != isRequired)
            throw new FormatException($"{name} must be given in one place and has a default in another.");
        return _given.GetValueOrDefault(name) is { Length: > 0 } value ? value
            : isRequired ? throw new FormatException($"{name} is not given: {other}")
            : other;
    });

    [GeneratedRegex(@"\$\$|\$\{(?<name>[A-Z_]+)(?<kind>:-|:\?)(?<other>[^${}]*)\}|\$")]
    private static partial Regex Dollar();
}
