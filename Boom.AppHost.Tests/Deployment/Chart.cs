using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Boom.AppHost.Tests.Deployment;

/// <summary>
/// A Helm chart that uses nothing of its language but <c>{{ .Values.a.b }}</c>, and charts within it that a value switches on. So it can be expanded here
/// as Helm does it.
/// </summary>
sealed partial class Chart
{
    readonly string _folder;
    readonly string _path;
    readonly JsonObject _values;

    Chart(string folder, string path, JsonObject values) => (_folder, _path, _values) = (folder, path, values);

    /// <summary>Every value that a template or a condition has asked for so far, by its path.</summary>
    public SortedSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Its values.</summary>
    public JsonObject Values => _values;

    /// <summary>The chart <c>eng/deploy/chart</c>.</summary>
    /// <param name="values">Values in place of those of the chart, by their paths.</param>
    public static Chart Open(params (string Path, JsonNode? Value)[] values)
    {
        var all = StrictYaml.Read(DeploymentFiles.Read("chart", "values.yaml"));
        foreach (var (path, value) in values)
        {
            var (parent, key) = path.LastIndexOf('.') is > 0 and var dot ? (Find(all, path[..dot]), path[(dot + 1)..]) : (all, path);
            ((JsonObject)parent!)[key] = value?.DeepClone();
        }

        return new Chart(DeploymentFiles.Path("chart"), "", all);
    }

    /// <summary>The resources that would be installed.</summary>
    /// <exception cref="FormatException">A template uses more than values, or one that there is not, or is no strict YAML then.</exception>
    public List<JsonObject> Render()
    {
        var resources = Directory.GetFiles(Path.Combine(_folder, "templates")).Order(StringComparer.Ordinal)
            .SelectMany(file => StrictYaml.ReadAll(Expand(File.ReadAllText(file), Path.GetRelativePath(_folder, file)))).ToList();
        foreach (var dependency in Dependencies())
        {
            var name = dependency["name"]!.GetValue<string>();
            if (!Value(dependency["condition"]!.GetValue<string>(), "Chart.yaml").GetValue<bool>())
                continue;
            var inner = new Chart(Path.Combine(_folder, "charts", name), $"{_path}{name}.", _values[name]!.AsObject());
            resources.AddRange(inner.Render());
            Used.UnionWith(inner.Used);
        }

        return resources;
    }

    /// <summary>Paths of all values that are no mappings.</summary>
    public IEnumerable<string> Leaves() => Leaves(_values, "");

    static IEnumerable<string> Leaves(JsonObject values, string path) => values.SelectMany(
        entry => entry.Value is JsonObject inner ? Leaves(inner, $"{path}{entry.Key}.") : [$"{path}{entry.Key}"]);

    IEnumerable<JsonObject> Dependencies()
    {
        var chart = StrictYaml.Read(File.ReadAllText(Path.Combine(_folder, "Chart.yaml")));
        return chart["dependencies"] is JsonArray all ? all.Select(dependency => dependency!.AsObject()) : [];
    }

    string Expand(string template, string file)
    {
        var text = Placeholder().Replace(template, match => Value(match.Groups[1].Value, file).ToString());
        return text.Contains("{{", StringComparison.Ordinal) || text.Contains("}}", StringComparison.Ordinal)
            ? throw new FormatException($"{file} has something else between braces than a path of .Values.")
            : text;
    }

    JsonValue Value(string path, string file)
    {
        Used.Add(_path + path);
        return Find(_values, path) as JsonValue ?? throw new FormatException($"{file} asks for .Values.{path}, which values.yaml does not have.");
    }

    static JsonNode? Find(JsonNode? values, string path) =>
        path.Split('.').Aggregate(values, (node, name) => node is JsonObject mapping ? mapping[name] : null);

    [GeneratedRegex(@"\{\{ \.Values\.([A-Za-z]+(?:\.[A-Za-z]+)*) \}\}")]
    private static partial Regex Placeholder();
}
