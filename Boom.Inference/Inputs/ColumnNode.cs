using System.Text;
using Boom.Core.Bson;

namespace Boom.Inference.Inputs;

/// <summary>The stored fields that columns ask for, as a tree by their names, so that one walk through the document finds them all.</summary>
sealed class ColumnNode
{
    readonly List<ColumnNode> _inner = [];
    readonly List<int> _columns = [];
    readonly byte[] _name;

    ColumnNode(string name) => _name = Encoding.UTF8.GetBytes(name);

    /// <summary>The root, for columns by their paths.</summary>
    public static ColumnNode Of(IEnumerable<(string Path, int Column)> columns)
    {
        var root = new ColumnNode("");
        foreach (var (path, column) in columns)
            path.Split('.').Aggregate(root, (node, name) => node.Inner(name))._columns.Add(column);
        return root;
    }

    /// <summary>Puts the numbers of a document in their columns; a boolean is 0 or 1, anything else NaN.</summary>
    public void Read(ReadOnlySpan<byte> document, Span<float> values)
    {
        var field = new BsonReader(document);
        while (field.Read())
        {
            if (Find(field.Name) is not { } node)
                continue;
            var value = field.Type == BsonType.Boolean ? field.AsBoolean() ? 1 : 0 : (float)field.AsDouble();
            foreach (var column in node._columns)
                values[column] = value;
            if (node._inner.Count > 0 && field.Type == BsonType.Document)
                node.Read(field.Value, values);
        }
    }

    ColumnNode Inner(string name)
    {
        if (Find(Encoding.UTF8.GetBytes(name)) is { } known)
            return known;
        var node = new ColumnNode(name);
        _inner.Add(node);
        return node;
    }

    ColumnNode? Find(ReadOnlySpan<byte> name)
    {
        foreach (var node in _inner)
        {
            if (name.SequenceEqual(node._name))
                return node;
        }

        return null;
    }
}
