using System.Text;
using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>
/// A dotted path, and how MongoDB follows it. An object is entered by name. In an array every element that is an object is followed; a part that is a
/// number also picks the element of that index. A path that ends on an array yields each element, then the array; a path that ends on an index yields
/// that element alone. Where an object lacks the name the path yields a missing value; an array without objects yields nothing.
/// </summary>
sealed class MatchPath
{
    readonly byte[][] _parts;
    readonly bool[] _numeric;

    MatchPath(byte[][] parts)
    {
        _parts = parts;
        _numeric = [.. parts.Select(part => part.Length > 0 && part.All(b => b is >= (byte)'0' and <= (byte)'9'))];
    }

    /// <summary>Its parts, UTF-8.</summary>
    public byte[][] Parts => _parts;

    /// <summary>How many parts it has.</summary>
    public int Length => _parts.Length;

    /// <exception cref="MatchException">The path has too many parts.</exception>
    public static MatchPath Parse(string text)
    {
        var path = new MatchPath([.. text.Split('.').Select(Encoding.UTF8.GetBytes)]);
        if (path.Length > MatchLimits.PathParts)
            throw new MatchException($"'{text}': a path has at most {MatchLimits.PathParts} parts, not {path.Length}.");
        if (path._numeric.Count(numeric => numeric) > MatchLimits.NumericParts)
            throw new MatchException($"'{text}': at most {MatchLimits.NumericParts} parts of a path are numbers.");
        return path;
    }

    /// <summary>Whether any value that the path yields in the document passes the test; a field of the overlay takes the place of the document's.</summary>
    public bool Any(ReadOnlySpan<byte> document, ReadOnlySpan<byte> overlay, ValueTest test) => AnyInDocument(Has(overlay) ? overlay : document, 0, test);

    bool Has(ReadOnlySpan<byte> overlay)
    {
        if (overlay.IsEmpty)
            return false;
        var reader = new BsonReader(overlay);
        return reader.Find(_parts[0]);
    }

    bool AnyInDocument(ReadOnlySpan<byte> document, int part, ValueTest test)
    {
        for (; ; part++)
        {
            var reader = new BsonReader(document);
            if (!reader.Find(_parts[part]))
                return test.Passes(default);
            var last = part == _parts.Length - 1;
            if (reader.Type == BsonType.Array)
                return last ? AnyOfArray(reader.Value, test) : AnyInArray(reader.Value, part + 1, test);
            if (last)
                return test.Passes(new(reader.Type, reader.Value));
            if (reader.Type != BsonType.Document)
                return test.Passes(default);
            document = reader.Value;
        }
    }

    bool AnyInArray(ReadOnlySpan<byte> array, int part, ValueTest test)
    {
        var reader = new BsonReader(array);
        while (reader.Read())
        {
            // The index first: it may spare the search in the object.
            if (_numeric[part] && reader.Name.SequenceEqual(_parts[part]) && AnyAtIndex(reader, part, test))
                return true;
            if (reader.Type == BsonType.Document && AnyInDocument(reader.Value, part, test))
                return true;
        }

        return false;
    }

    bool AnyAtIndex(scoped in BsonReader element, int part, ValueTest test)
    {
        if (part == _parts.Length - 1)
            return test.Passes(new(element.Type, element.Value));
        return element.Type switch
        {
            BsonType.Document => AnyInDocument(element.Value, part + 1, test),
            BsonType.Array => AnyInArray(element.Value, part + 1, test),
            _ => false,
        };
    }

    static bool AnyOfArray(ReadOnlySpan<byte> array, ValueTest test)
    {
        if (!test.TakesArraysWhole)
        {
            var reader = new BsonReader(array);
            while (reader.Read())
            {
                if (test.Passes(new(reader.Type, reader.Value)))
                    return true;
            }
        }

        return test.Passes(new(BsonType.Array, array));
    }
}
