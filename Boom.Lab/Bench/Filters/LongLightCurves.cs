using Boom.Core.Alerts;
using Boom.Core.Bson;

namespace Boom.Lab.Bench.Filters;

/// <summary>
/// Gives stored objects so many detections in the band of an alert: those that it has, again and again at earlier times. Everything else of a point, its fields
/// and their types and places, is as it was stored.
/// </summary>
internal static class LongLightCurves
{
    /// <summary>What a filter may look back, with room to spare.</summary>
    const double MostDays = 350;

    /// <summary>The object with <paramref name="points"/> detections; null when it has none in the band of the alert.</summary>
    public static byte[]? Extend(ReadOnlySpan<byte> alert, ReadOnlySpan<byte> objectDocument, int points)
    {
        var own = OwnPoints(alert, objectDocument);
        if (own.Count == 0)
            return null;
        var copies = (points + own.Count - 1) / own.Count;
        var days = Math.Min(own[^1].Jd - own[0].Jd + 1, MostDays / copies);
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var reader = new BsonReader(objectDocument);
        while (reader.Read())
        {
            if (!reader.Name.SequenceEqual("prv_candidates"u8))
            {
                writer.RawElements(reader.Element);
                continue;
            }

            var array = writer.BeginArray("prv_candidates"u8);
            for (var i = 0; i < points; i++)
            {
                // The last points are the real ones.
                var place = (copies * own.Count) - points + i;
                var (document, jd) = own[place % own.Count];
                Write(writer, BsonIndexNames.Of(i), document, jd - (days * (copies - 1 - (place / own.Count))));
            }

            writer.End(array);
        }

        return writer.EndRoot().ToArray();
    }

    static List<(byte[] Document, double Jd)> OwnPoints(ReadOnlySpan<byte> alert, ReadOnlySpan<byte> objectDocument)
    {
        var own = new List<(byte[] Document, double Jd)>();
        var candidate = new BsonReader(alert);
        var curve = new BsonReader(objectDocument);
        if (!candidate.Find("candidate"u8) || !curve.Find("prv_candidates"u8) || TextOf(candidate.Value, "band"u8) is not { } band)
            return own;
        var point = new BsonReader(curve.Value);
        while (point.Read())
        {
            var jd = new BsonReader(point.Value);
            if (TextOf(point.Value, "band"u8) == band && jd.Find("jd"u8) && JulianDate.IsPlausible(jd.AsDouble()))
                own.Add((point.Value.ToArray(), jd.AsDouble()));
        }

        own.Sort((left, right) => left.Jd.CompareTo(right.Jd));
        return own;
    }

    static string? TextOf(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        var field = new BsonReader(document);
        return field.Find(name) && field.Type == BsonType.String ? field.AsString() : null;
    }

    static void Write(BsonWriter writer, ReadOnlySpan<byte> name, byte[] point, double jd)
    {
        var document = writer.BeginDocument(name);
        var reader = new BsonReader(point);
        while (reader.Read())
        {
            if (reader.Name.SequenceEqual("jd"u8))
                writer.Double("jd"u8, jd);
            else
                writer.RawElements(reader.Element);
        }

        writer.End(document);
    }
}
