using System.Text.Json.Nodes;
using Boom.Core.Surveys;
using Boom.Tests.Support;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>The schemas that the survey published, from the folder of real packets, one document each.</summary>
sealed class LsstTestSchemas : IWriterSchemas
{
    /// <summary>All versions from 3.0 on.</summary>
    public static readonly string[] Versions =
        ["3.0", "4.0", "5.0", "6.0", "6.1", "7.0", "7.1", "7.2", "7.3", "7.4", "8.0", "9.0", "10.0", "10.1", "11.0", "11.1"];

    readonly Dictionary<uint, WriterSchema> _found = [];

    public ValueTask<WriterSchema> FindAsync(SchemaSubject subject, uint id, CancellationToken cancellationToken)
    {
        if (!_found.TryGetValue(id, out var schema))
            _found.Add(id, schema = Find(subject.VersionOf(id)));
        return new(schema);
    }

    /// <summary>The schema of a version, JSON.</summary>
    public static string Text(Version version)
    {
        var folder = FolderOf(version);
        var alert = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"lsst.v{version.Major}_{version.Minor}.alert.avsc")))!;
        return Inline(alert, folder, []).ToJsonString();
    }

    static WriterSchema Find(Version? version) => version is not null && Directory.Exists(FolderOf(version))
        ? new WriterSchema(Text(version))
        : new WriterSchema(null, $"Nobody knows {version}.");

    static string FolderOf(Version version) => Path.Combine(TestData.Require(), "schemas", "lsst", $"{version.Major}", $"{version.Minor}");

    // A type that is named where it is used first gives way to the document of that name.
    static JsonNode Inline(JsonNode node, string folder, HashSet<string> known)
    {
        switch (node)
        {
            case JsonArray branches:
                return new JsonArray([.. branches.Select(branch => Inline(branch!, folder, known))]);
            case JsonObject type:
                var copy = (JsonObject)type.DeepClone();
                foreach (var key in new[] { "type", "items" })
                {
                    if (type[key] is { } inner && !(key == "type" && inner.ToString() is "record" or "array"))
                        copy[key] = Inline(inner, folder, known);
                }

                if (type["fields"] is JsonArray fields)
                    copy["fields"] = new JsonArray([.. fields.Select(field => Inline(field!, folder, known))]);
                return copy;
            default:
                var path = Path.Combine(folder, $"{node}.avsc");
                return File.Exists(path) && known.Add(node.ToString()) ? Inline(JsonNode.Parse(File.ReadAllText(path))!, folder, known) : node.DeepClone();
        }
    }
}
