using System.Text;
using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>Compiles the value of <c>$expr</c>.</summary>
delegate MatchNode ExpressionHook(BsonType type, ReadOnlySpan<byte> value);

/// <summary>Turns a match document into conditions, and refuses with a <see cref="MatchException"/> what is not of the language.</summary>
/// <param name="expressions">Compiles <c>$expr</c>; null where it does not belong to the language.</param>
/// <param name="hints">What to use instead of an operator that is not known in its place, which may be one behind a path; null for nothing.</param>
sealed partial class MatchCompiler(ExpressionHook? expressions = null, Func<string, bool, string?>? hints = null)
{
    readonly List<string> _paths = [];
    readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The paths met outside <c>$elemMatch</c>, each once.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    public MatchNode Compile(ReadOnlySpan<byte> document)
    {
        if (document.Length > MatchLimits.Length)
            throw new MatchException($"A match document has at most {MatchLimits.Length} bytes, not {document.Length}.");
        return Document(document, new("", 0));
    }

    MatchNode Document(ReadOnlySpan<byte> document, Place place)
    {
        var nodes = new List<MatchNode>();
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            var name = Encoding.UTF8.GetString(reader.Name);
            nodes.Add(name.StartsWith('$') ? Logic(name, reader, place) : Field(name, reader, place));
        }

        return nodes is [var one] ? one : new AllNode([.. nodes]);
    }

    MatchNode Logic(string name, in BsonReader reader, Place place)
    {
        switch (name)
        {
            case "$and":
                return new AllNode(Branches(name, reader, place));
            case "$or":
                return new AnyNode(Branches(name, reader, place));
            case "$nor":
                return new NotNode(new AnyNode(Branches(name, reader, place)));
            case "$expr" when expressions is not null && !place.InElements:
                return expressions(reader.Type, reader.Value);
            case "$expr" when expressions is not null:
                throw place.Fault(name, "cannot stand inside $elemMatch");
            case "$expr":
                throw place.Fault(name, "is of the aggregation language, a match takes paths with operators");
            case "$where" or "$function":
                throw place.Fault(name, $"is JavaScript, which is not run here; a match takes {Taken}");
            default:
                throw place.Fault(name, $"is not known here, a match takes {Taken}{(hints?.Invoke(name, false) is { } hint ? $"; {hint}" : "")}");
        }
    }

    MatchNode[] Branches(string name, in BsonReader reader, Place place)
    {
        if (reader.Type != BsonType.Array)
            throw place.Fault(name, $"takes an array of conditions, not {Word(reader.Type)}");
        var inner = place.Deeper(2);
        var nodes = new List<MatchNode>();
        var branches = new BsonReader(reader.Value);
        while (branches.Read())
        {
            if (branches.Type != BsonType.Document)
                throw place.Fault(name, $"takes conditions that are objects, not {Word(branches.Type)}");
            nodes.Add(Document(branches.Value, inner));
        }

        return nodes.Count > 0 ? [.. nodes] : throw place.Fault(name, "takes an array of at least one condition");
    }

    MatchNode Field(string name, in BsonReader reader, Place place)
    {
        var path = MatchPath.Parse(name);
        var inner = place.At(name, path.Length);
        if (!place.InElements && _known.Add(name))
            _paths.Add(name);
        var test = HasOperators(reader.Type, reader.Value)
            ? Operators(reader.Value, inner)
            : new ComparisonTest(Literal("$eq", reader, inner), Orders.Equal);
        return MatchNode.On(path, test);
    }

    /// <summary>An object whose first name is an operator is a list of operators; any other value is one to compare with.</summary>
    static bool HasOperators(BsonType type, ReadOnlySpan<byte> value)
    {
        if (type != BsonType.Document)
            return false;
        var reader = new BsonReader(value);
        return reader.Read() && reader.Name.StartsWith("$"u8);
    }

    /// <summary>A value to compare with, read to its end: it is sound, of bounded depth, and no operator is hidden in it.</summary>
    MatchOperand Literal(string name, in BsonReader reader, Place place)
    {
        CheckLiteral(name, reader.Type, reader.Value, place);
        return new(reader.Type, reader.Value.ToArray());
    }

    void CheckLiteral(string name, BsonType type, ReadOnlySpan<byte> value, Place place)
    {
        if (type is not (BsonType.Document or BsonType.Array))
            return;
        var inner = place.Deeper(1);
        var reader = new BsonReader(value);
        while (reader.Read())
        {
            if (reader.Name.StartsWith("$"u8))
                RefuseIn(name, Encoding.UTF8.GetString(reader.Name), place);
            CheckLiteral(name, reader.Type, reader.Value, inner);
        }
    }

    // A filter may be written for MongoDB, which takes such a name as a name; but one of Extended JSON is meant as a value.
    void RefuseIn(string name, string inner, Place place)
    {
        if (expressions is null)
            throw place.Fault(name, $"takes a value, and '{inner}' inside a value is not allowed");
        if (ExtendedJson.Refusal(inner) is { } refusal)
            throw place.Fault(name, $"takes a value: {refusal}");
    }

    /// <summary>What may stand where a path may.</summary>
    string Taken => expressions is null ? "paths, $and, $or and $nor" : "paths, $and, $or, $nor and $expr";

    /// <summary>A type in the words of an error.</summary>
    static string Word(BsonType type) => type switch
    {
        BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128 => "a number",
        BsonType.String => "text",
        BsonType.Document => "an object",
        BsonType.Array => "an array",
        BsonType.Boolean => "true or false",
        BsonType.Null => "null",
        BsonType.DateTime => "a date",
        _ => $"a value of type {type}",
    };

    /// <summary>Where the compiler is: the path so far, and how much of the allowed depth is used.</summary>
    readonly record struct Place(string Path, int Depth, bool InElements = false)
    {
        public Place At(string name, int parts) => Deeper(parts) with { Path = Path.Length == 0 ? name : $"{Path}.{name}" };

        public Place Deeper(int levels) => Depth + levels <= MatchLimits.Depth
            ? this with { Depth = Depth + levels }
            : throw new MatchException(
                $"{Prefix}conditions are nested at most {MatchLimits.Depth} levels deep, and each part of a path counts as a level.");

        public MatchException Fault(string name, string what) => new($"{Prefix}{name} {what}.");

        string Prefix => Path.Length == 0 ? "" : $"'{Path}': ";
    }
}
