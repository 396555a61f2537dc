using System.IO.Hashing;
using Boom.Core.Bson;

namespace Boom.Storage.Objects;

/// <summary>
/// A page: older points of one light-curve array of an object, in a document of its own that never changes. It is named by what it holds, so that whoever
/// writes the same points writes the same page.
/// </summary>
/// <param name="Hash">Of its points.</param>
/// <param name="Document">BSON: <c>_id</c>, <c>objectId</c>, <c>series</c>, <c>points</c>.</param>
readonly record struct ObjectPage(UInt128 Hash, ReadOnlyMemory<byte> Document)
{
    /// <summary>Room for everything but the points and the names.</summary>
    public const int FrameBytes = 1024;

    /// <summary>Key of the page in the store.</summary>
    public static string IdOf(string objectId, string series, UInt128 hash) => $"{objectId}|{series}|{hash:x32}";

    /// <summary>The object of a page, by its key.</summary>
    public static string ObjectOf(string id)
    {
        // The series and the hash hold no bar; what a survey calls its objects may.
        var hash = id.LastIndexOf('|');
        var series = hash <= 0 ? -1 : id.LastIndexOf('|', hash - 1);
        return series < 0 ? id : id[..series];
    }

    /// <summary>Encodes a page.</summary>
    /// <param name="objectId">The object.</param>
    /// <param name="series">Name of the array.</param>
    /// <param name="points">Its points, in order; at least one.</param>
    /// <param name="createdMs">When it was made, milliseconds since 1970; null where no page is ever left over.</param>
    /// <param name="writer">Holds the document until it is reset.</param>
    public static ObjectPage Of(string objectId, string series, IReadOnlyList<ReadOnlyMemory<byte>> points, long? createdMs, BsonWriter writer)
    {
        var hasher = new XxHash128();
        foreach (var point in points)
            hasher.Append(point.Span);
        var hash = hasher.GetCurrentHashAsUInt128();
        writer.BeginRoot();
        writer.String("_id"u8, IdOf(objectId, series, hash));
        writer.String("objectId"u8, objectId);
        writer.String("series"u8, series);
        if (createdMs is { } created)
            writer.DateTime("created_at"u8, created);
        var array = writer.BeginArray("points"u8);
        for (var i = 0; i < points.Count; i++)
            writer.Raw(BsonType.Document, BsonIndexNames.Of(i), points[i].Span);
        writer.End(array);
        return new(hash, writer.EndRoot());
    }

    /// <summary>The points of a page, slices of its document.</summary>
    public static List<ReadOnlyMemory<byte>> PointsOf(ReadOnlyMemory<byte> document)
    {
        var points = new List<ReadOnlyMemory<byte>>();
        var root = new BsonReader(document.Span);
        var position = 4;
        while (root.Read())
        {
            if (root.Type == BsonType.Array && root.Name.SequenceEqual("points"u8))
            {
                var start = position + root.Element.Length - root.Value.Length + 4;
                for (var point = new BsonReader(root.Value); point.Read();)
                {
                    start += point.Element.Length;
                    points.Add(document.Slice(start - point.Value.Length, point.Value.Length));
                }

                return points;
            }

            position += root.Element.Length;
        }

        throw new BsonFormatException("A page of an object has no points.");
    }

    /// <summary>The time of a point; NaN when it has none.</summary>
    public static double JdOf(ReadOnlySpan<byte> point)
    {
        var reader = new BsonReader(point);
        return reader.Find("jd"u8) ? reader.AsDouble() : double.NaN;
    }
}
