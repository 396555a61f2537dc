namespace Boom.Core.Filters;

/// <summary>
/// The fields that alerts of a survey and their objects may have, as filters see them: dotted paths, through arrays as through objects. Most are optional; one that
/// is not among them is no field.
/// </summary>
public sealed class KnownFields
{
    readonly Node _root = new();

    /// <summary>Every path that leads to a value.</summary>
    public IEnumerable<string> Paths => PathsOf(_root, "");

    /// <summary>Adds fields; answers itself.</summary>
    /// <param name="path">The field that they are of; empty for the alert.</param>
    /// <param name="names">Their names, with blanks between them; <c>*</c> says that nobody knows what others there are, or what is below them.</param>
    public KnownFields With(string path, string names)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(names);
        return With(path, names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <inheritdoc cref="With(string, string)"/>
    public KnownFields With(string path, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(names);
        var node = _root;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
            node = node.Child(part);
        foreach (var name in names)
        {
            if (name == "*")
                node.IsOpen = true;
            else
                node.Child(name);
        }

        return this;
    }

    /// <summary>Whether there is such a field: true for one that is known, false for one that cannot be, null where nobody knows.</summary>
    public bool? Has(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var node = _root;
        foreach (var part in path.Split('.'))
        {
            if (node.Find(part) is { } child)
                node = child;
            else
                return node.IsOpen ? null : false;
        }

        return true;
    }

    static IEnumerable<string> PathsOf(Node node, string prefix)
    {
        foreach (var (name, child) in node.Children)
        {
            var path = prefix.Length == 0 ? name : $"{prefix}.{name}";
            if (child.Children.Count == 0 || child.IsOpen)
                yield return path;
            foreach (var inner in PathsOf(child, path))
                yield return inner;
        }
    }

    sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public bool IsOpen { get; set; }

        public Node? Find(string name) => Children.GetValueOrDefault(name);

        public Node Child(string name)
        {
            if (!Children.TryGetValue(name, out var child))
                Children.Add(name, child = new Node());
            return child;
        }
    }
}
