using System.Runtime.InteropServices;
using System.Text;
using Boom.Core.Bson;

namespace Boom.Inference.Inputs;

/// <summary>The stored fields that columns ask for, as a tree by their names, so that one walk through the document finds them all.</summary>
sealed class ColumnNode
{
    // By length, first and last letter: most fields of an alert are none that is asked for.
    const int Places = 256;

    readonly List<ColumnNode> _inner = [];
    readonly List<ColumnNode>?[] _byPlace = new List<ColumnNode>?[Places];
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
        (_byPlace[PlaceOf(node._name)] ??= []).Add(node);
        return node;
    }

    ColumnNode? Find(ReadOnlySpan<byte> name)
    {
        foreach (var node in CollectionsMarshal.AsSpan(_byPlace[PlaceOf(name)]))
        {
            if (name.SequenceEqual(node._name))
                return node;
        }

        return null;
    }

    static int PlaceOf(ReadOnlySpan<byte> name) => name.IsEmpty ? 0 : ((name.Length * 31) + (name[0] * 7) + name[^1]) % Places;
}
