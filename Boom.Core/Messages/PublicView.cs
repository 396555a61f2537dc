using System.Text;
using Boom.Core.Bson;

namespace Boom.Core.Messages;

/// <summary>What everybody may see of a stored object: the object without points of other programmes than the public one.</summary>
static class PublicView
{
    /// <summary>The object without its other points; the same memory when it has none.</summary>
    /// <param name="writer">Holds the answer until it is reset.</param>
    /// <param name="objectDocument">The object.</param>
    /// <param name="results">Whose arrays have points with programmes.</param>
    public static ReadOnlyMemory<byte> Of(BsonWriter writer, ReadOnlyMemory<byte> objectDocument, SurveyResults results)
    {
        if (objectDocument.IsEmpty || !results.HasPrograms || !HasOthers(objectDocument.Span, results))
            return objectDocument;
        writer.BeginRoot();
        var fields = new BsonReader(objectDocument.Span);
        while (fields.Read())
        {
            if (fields.Type == BsonType.Array && IsSeries(fields.Name, results))
                WritePublic(writer, fields.Name, fields.Value);
            else
                writer.RawElements(fields.Element);
        }

        return writer.EndRoot();
    }

    /// <summary>Whether everybody may see a stored point.</summary>
    static bool IsPublic(in BsonReader point)
    {
        if (point.Type != BsonType.Document)
            return false;
        var fields = new BsonReader(point.Value);
        return fields.Find("programid"u8) && fields.AsDouble() == AlertDocuments.PublicProgram;
    }

    static bool HasOthers(ReadOnlySpan<byte> objectDocument, SurveyResults results)
    {
        var fields = new BsonReader(objectDocument);
        while (fields.Read())
        {
            if (fields.Type != BsonType.Array || !IsSeries(fields.Name, results))
                continue;
            var points = new BsonReader(fields.Value);
            while (points.Read())
            {
                if (!IsPublic(points))
                    return true;
            }
        }

        return false;
    }

    static void WritePublic(BsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> array)
    {
        var token = writer.BeginArray(name);
        var points = new BsonReader(array);
        var count = 0;
        while (points.Read())
        {
            if (IsPublic(points))
                writer.Raw(BsonType.Document, BsonIndexNames.Of(count++), points.Value);
        }

        writer.End(token);
    }

    static bool IsSeries(ReadOnlySpan<byte> name, SurveyResults results)
    {
        foreach (var series in results.Series)
        {
            if (Ascii.Equals(name, series.Name))
                return true;
        }

        return false;
    }
}
