using Boom.Core.Bson;

namespace Boom.Core.Surveys;

/// <summary>A stored alert on its way through the enricher, with what every survey stores alike.</summary>
/// <param name="Candid">Key of the alert.</param>
/// <param name="ObjectId">Key of its object.</param>
/// <param name="Jd">Julian date of the observation, days.</param>
/// <param name="Document">The document as stored.</param>
public readonly record struct AlertToEnrich(long Candid, string ObjectId, double Jd, ReadOnlyMemory<byte> Document)
{
    /// <summary>Reads an alert document.</summary>
    /// <exception cref="BsonFormatException">It is not one.</exception>
    public static AlertToEnrich Read(long candid, ReadOnlyMemory<byte> document)
    {
        var objectId = "";
        var jd = double.NaN;
        var reader = new BsonReader(document.Span);
        while (reader.Read())
        {
            if (reader.Name.SequenceEqual("objectId"u8))
                objectId = reader.AsString();
            else if (reader.Name.SequenceEqual("candidate"u8))
                jd = ReadJd(reader.Value);
        }

        return objectId.Length > 0 && !double.IsNaN(jd)
            ? new AlertToEnrich(candid, objectId, jd, document)
            : throw new BsonFormatException("The alert document has no objectId or no candidate.jd.");
    }

    static double ReadJd(ReadOnlySpan<byte> candidate)
    {
        var reader = new BsonReader(candidate);
        return reader.Find("jd"u8) ? reader.AsDouble() : double.NaN;
    }
}
