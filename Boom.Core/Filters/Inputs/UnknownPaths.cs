using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>
/// Paths of an alert whose values are not known yet, such as scores that nobody has computed: a filter is asked whether it could still pass. An unknown value
/// may turn out to be anything, or missing.
/// </summary>
public sealed class UnknownPaths
{
    readonly Node _root = new(new(""));

    /// <param name="paths">Dotted paths in the alert document, none of them through an array.</param>
    /// <exception cref="ArgumentException">A path is empty or has an empty name.</exception>
    public UnknownPaths(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var path in paths)
        {
            var node = _root;
            foreach (var part in path.Split('.'))
            {
                if (part.Length == 0)
                    throw new ArgumentException($"'{path}' is not a path, it has an empty name.", nameof(paths));
                node = node.Child(part);
            }

            node.IsUnknown = true;
        }
    }

    /// <summary>Whether the earlier alerts of Solar System objects are not known either, for callers that have not read them.</summary>
    public bool HidesHistory { get; init; }

    /// <summary>The document with unknown values in these places.</summary>
    internal FilterValue Cover(in FilterValue document) => Cover(document, _root);

    static FilterValue Cover(in FilterValue document, Node node)
    {
        if (node.IsUnknown)
            return FilterValue.Unknown;
        // What is written into a place that holds something else is beyond prediction.
        if (!document.IsMissing && document.Type != Bson.BsonType.Document)
            return FilterValue.Unknown;
        var fields = new List<FilterField>();
        var found = new HashSet<Node>();
        if (!document.IsMissing)
        {
            var cursor = new FieldCursor(document);
            while (cursor.Next())
            {
                var child = node.Find(cursor.Name);
                if (child is not null)
                    found.Add(child);
                fields.Add(child is null ? cursor.Field : cursor.Field.With(Cover(cursor.Value, child)));
            }
        }

        foreach (var child in node.Children)
        {
            if (!found.Contains(child))
                fields.Add(new(child.Name, FilterValue.Unknown));
        }

        return FilterValue.Fields([.. fields], 0, fields.Count);
    }

    sealed class Node(FieldName name)
    {
        public FieldName Name => name;

        public List<Node> Children { get; } = [];

        public bool IsUnknown { get; set; }

        public Node Child(string part)
        {
            var child = Children.Find(known => known.Name.Text == part);
            if (child is null)
                Children.Add(child = new(new(part)));
            return child;
        }

        public Node? Find(ReadOnlySpan<byte> part)
        {
            foreach (var child in Children)
            {
                if (part.SequenceEqual(child.Name.Utf8))
                    return child;
            }

            return null;
        }
    }
}
