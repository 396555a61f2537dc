using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Boom.AppHost.Tests.Deployment;

/// <summary>
/// Reads YAML and takes only what every reader of it understands the same: a key once, no tags, no plain words that one version of YAML takes for a
/// number, a time or a truth value and another does not.
/// </summary>
sealed partial class StrictYaml
{
    const string Merge = "<<";

    readonly Dictionary<AnchorName, JsonNode?> _anchors = [];
    readonly IParser _parser;

    StrictYaml(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>Reads the one mapping of a file.</summary>
    public static JsonObject Read(string text) => Assert.Single(ReadAll(text));

    /// <summary>Reads the mappings of a file, one of each document.</summary>
    /// <exception cref="FormatException">It is no such YAML; the message names the line.</exception>
    public static List<JsonObject> ReadAll(string text)
    {
        var reader = new StrictYaml(text);
        try
        {
            return reader.Documents();
        }
        catch (YamlException fault)
        {
            throw new FormatException($"Line {fault.Start.Line}: {fault.Message}", fault);
        }
    }

    List<JsonObject> Documents()
    {
        var documents = new List<JsonObject>();
        _parser.Consume<StreamStart>();
        while (_parser.TryConsume<DocumentStart>(out var start))
        {
            documents.Add(Node() as JsonObject ?? throw Fault(start, "the document is no mapping"));
            _parser.Consume<DocumentEnd>();
            _anchors.Clear();
        }

        return documents;
    }

    JsonNode? Node()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return _anchors.TryGetValue(alias.Value, out var known) ? known?.DeepClone() : throw Fault(alias, $"nothing is called {alias.Value}");
        var start = _parser.Current as NodeEvent ?? throw new FormatException("The file ends too early.");
        if (!start.Tag.IsEmpty)
            throw Fault(start, $"the tag {start.Tag}");
        var node = start switch
        {
            MappingStart => Mapping(),
            SequenceStart => Sequence(),
            _ => Scalar(_parser.Consume<Scalar>()),
        };
        if (!start.Anchor.IsEmpty && !_anchors.TryAdd(start.Anchor, node))
            throw Fault(start, $"the anchor {start.Anchor} is there twice");
        return node;
    }

    JsonObject Mapping()
    {
        var (own, merged) = (new JsonObject(), new JsonObject());
        _parser.Consume<MappingStart>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            if (key.Value == Merge)
                merged = Node() as JsonObject ?? throw Fault(key, "only a mapping can be merged");
            else if (Scalar(key)?.GetValueKind() is not System.Text.Json.JsonValueKind.String)
                throw Fault(key, $"the key {key.Value} is no word");
            else if (!own.TryAdd(key.Value, Node()))
                throw Fault(key, $"the key {key.Value} is there twice");
        }

        foreach (var (key, value) in merged)
            own.TryAdd(key, value?.DeepClone());
        return own;
    }

    JsonArray Sequence()
    {
        var items = new JsonArray();
        _parser.Consume<SequenceStart>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node());
        return items;
    }

    static JsonNode? Scalar(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain)
            return text;
        return text switch
        {
            "" => null,
            "true" => true,
            "false" => false,
            _ when Whole().IsMatch(text) => long.Parse(text, CultureInfo.InvariantCulture),
            _ when Ambiguous().IsMatch(text) => throw Fault(scalar, $"{text} means one thing to one reader and another to the next; quote it"),
            _ => text,
        };
    }

    static FormatException Fault(ParsingEvent at, string what) => new($"Line {at.Start.Line}: {what}.");

    [GeneratedRegex(@"^(0|-?[1-9]\d*)$")]
    private static partial Regex Whole();

    // Numbers of other forms, times and dates, and the words of YAML 1.1.
    [GeneratedRegex(@"^([-+.]?\d[\d_.:eE+x-]*|0[xob].*|\d{4}-\d\d-\d\d.*|~|=|[-+]?\.(inf|nan)|null|y|n|yes|no|on|off|true|false)$", RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();
}
