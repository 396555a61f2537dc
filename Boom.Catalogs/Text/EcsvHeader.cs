using System.Text;
using Boom.Core.Catalogs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Boom.Catalogs.Text;

/// <summary>A column as an ECSV header declares it.</summary>
/// <param name="Column">Name, type, unit, description.</param>
/// <param name="Obstacle">Why it cannot be brought in; null when it can.</param>
/// <param name="IsOpen">Whether the values tell the type: whole numbers without sign may be too large for an int64.</param>
sealed record EcsvColumn(CatalogColumn Column, string? Obstacle, bool IsOpen);

/// <summary>The header of an ECSV file (Enhanced Character-Separated Values 1.0): YAML in comments.</summary>
sealed class EcsvHeader
{
    EcsvHeader(char delimiter, List<EcsvColumn> columns) => (Delimiter, Columns) = (delimiter, columns);

    public char Delimiter { get; }

    public IReadOnlyList<EcsvColumn> Columns { get; }

    /// <summary>The header that comments hold; null when they hold none.</summary>
    /// <exception cref="CatalogException">It is one, but cannot be read.</exception>
    public static EcsvHeader? TryParse(IReadOnlyList<string> comments, string name)
    {
        if (comments.Count == 0 || !comments[0].TrimStart().StartsWith("%ECSV", StringComparison.Ordinal))
            return null;
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(Body(comments)));
            if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is not YamlMappingNode root || Child(root, "datatype") is not YamlSequenceNode list)
                throw new CatalogException($"The ECSV header of {name} has no list 'datatype'.");
            var delimiter = Scalar(root, "delimiter") is { Length: 1 } given ? given[0] : ' ';
            return new(delimiter, [.. list.Children.OfType<YamlMappingNode>().Select(Column)]);
        }
        catch (Exception fault) when (fault is YamlException or ArgumentException or InvalidOperationException)
        {
            throw new CatalogException($"The ECSV header of {name} is no YAML: {CatalogFaults.Plain(fault)}", fault);
        }
    }

    /// <summary>The columns in the order of the line with their names.</summary>
    public IReadOnlyList<CatalogColumn> Match(List<string> names, string file)
    {
        if (names.Count != Columns.Count || names.Where((name, i) => name != Columns[i].Column.Name).Any())
            throw new CatalogException($"The ECSV header of {file} declares other columns than the line with their names has.");
        return [.. Columns.Select(column => column.Column)];
    }

    // Delimiter and columns only: what else is in there may be anything, even no sound YAML. One blank after the sign of a comment is no part of it.
    static string Body(IReadOnlyList<string> comments)
    {
        var body = new StringBuilder();
        var isWanted = false;
        for (var i = 1; i < comments.Count; i++)
        {
            var line = comments[i].AsSpan(comments[i].StartsWith(' ') ? 1 : 0);
            if (!line.IsEmpty && char.IsAsciiLetter(line[0]))
                isWanted = line.StartsWith("delimiter:") || line.StartsWith("datatype:");
            if (isWanted)
                body.Append(line).Append('\n');
        }

        return body.ToString();
    }

    static EcsvColumn Column(YamlMappingNode node)
    {
        var name = Scalar(node, "name") ?? "";
        var type = Scalar(node, "datatype") ?? "string";
        var obstacle = Scalar(node, "subtype") is { } subtype ? $"of the subtype {subtype}" : null;
        var column = new CatalogColumn(name, TypeOf(type) ?? SkyColumnType.String, Scalar(node, "unit"), Scalar(node, "description"));
        if (obstacle is null && TypeOf(type) is null)
            obstacle = $"of the type {type}";
        return new(column, obstacle, IsOpen: type == "uint64");
    }

    static SkyColumnType? TypeOf(string type) => type switch
    {
        "bool" => SkyColumnType.Bool,
        "int8" or "uint8" or "int16" or "uint16" or "int32" => SkyColumnType.Int32,
        "uint32" or "int64" or "uint64" => SkyColumnType.Int64,
        "float16" or "float32" => SkyColumnType.Float32,
        "float64" or "float128" => SkyColumnType.Float64,
        "string" => SkyColumnType.String,
        _ => null,
    };

    static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    static string? Scalar(YamlMappingNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;
}
