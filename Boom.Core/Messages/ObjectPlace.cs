using System.Text.Unicode;
using Boom.Core.Bson;

namespace Boom.Core.Messages;

/// <summary>Name and place of a stored object.</summary>
static class ObjectPlace
{
    // Longitudes are stored from -180 to 180 degrees.
    const double LongitudeOffset = 180;

    /// <summary>The objectId, UTF-8; empty when the document has none, or bytes that are no text.</summary>
    public static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> objectDocument)
    {
        var reader = new BsonReader(objectDocument);
        return reader.Find("_id"u8) && reader.Type == BsonType.String && Utf8.IsValid(reader.AsUtf8()) ? reader.AsUtf8() : default;
    }

    /// <summary>Right ascension and declination, degrees; NaN when it has none.</summary>
    public static (double Ra, double Dec) Of(ReadOnlySpan<byte> objectDocument)
    {
        var reader = new BsonReader(objectDocument);
        if (!reader.Find("coordinates"u8) || reader.Type != BsonType.Document)
            return (double.NaN, double.NaN);
        var point = new BsonReader(reader.Value);
        if (!point.Find("radec_geojson"u8) || point.Type != BsonType.Document)
            return (double.NaN, double.NaN);
        var pair = new BsonReader(point.Value);
        if (!pair.Find("coordinates"u8) || pair.Type != BsonType.Array)
            return (double.NaN, double.NaN);
        var numbers = new BsonReader(pair.Value);
        var ra = numbers.Read() ? numbers.AsDouble() + LongitudeOffset : double.NaN;
        return (ra, numbers.Read() ? numbers.AsDouble() : double.NaN);
    }
}
