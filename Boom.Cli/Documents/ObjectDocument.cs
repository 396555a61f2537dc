using System.Text;
using Boom.Cli.Rendering;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Photometry;
using Boom.Core.Sky;

namespace Boom.Cli.Documents;

/// <summary>What a person wants to see of an object document.</summary>
/// <param name="Position">Position of its first alert; null when it is not stored.</param>
/// <param name="Points">Its light curve: points with a real time and magnitude, no sentinels.</param>
/// <param name="Aliases">Names in other surveys, e.g. <c>LSST 1234</c>.</param>
internal sealed record ObjectDocument(SkyPosition? Position, IReadOnlyList<PlotPoint> Points, IReadOnlyList<string> Aliases)
{
    /// <summary>Number of points of a kind.</summary>
    public int Count(PointKind kind) => Points.Count(point => point.Kind == kind);

    /// <summary>Reads the document.</summary>
    /// <param name="document">BSON.</param>
    /// <param name="series">Its light-curve arrays.</param>
    public static ObjectDocument Read(ReadOnlySpan<byte> document, IReadOnlyList<LightCurveSeries> series)
    {
        SkyPosition? position = null;
        var points = new List<PlotPoint>();
        var aliases = new List<string>();
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            if (Find(series, reader.Name) is { } found)
                ReadPoints(ref reader, found, points);
            else if (reader.Name.SequenceEqual("coordinates"u8))
                position = ReadPosition(ref reader);
            else if (reader.Name.SequenceEqual("aliases"u8))
                ReadAliases(ref reader, aliases);
        }

        return new ObjectDocument(position, points, aliases);
    }

    static LightCurveSeries? Find(IReadOnlyList<LightCurveSeries> series, ReadOnlySpan<byte> name)
    {
        foreach (var one in series)
        {
            if (Encoding.UTF8.GetBytes(one.Name).AsSpan().SequenceEqual(name))
                return one;
        }

        return null;
    }

    static void ReadPoints(ref BsonReader reader, LightCurveSeries series, List<PlotPoint> points)
    {
        if (reader.Type != BsonType.Array)
            return;
        var array = new BsonReader(reader.Value);
        while (array.Read())
        {
            if (array.Type == BsonType.Document && ReadPoint(array.Value, series) is { } point)
                points.Add(point);
        }
    }

    static PlotPoint? ReadPoint(ReadOnlySpan<byte> element, LightCurveSeries series)
    {
        double jd = double.NaN, magnitude = double.NaN;
        ReadOnlySpan<byte> magnitudeName = Encoding.UTF8.GetBytes(series.Magnitude);
        var band = '?';
        var reader = new BsonReader(element);
        while (reader.Read())
        {
            if (reader.Name.SequenceEqual("jd"u8))
                jd = reader.AsDouble();
            else if (reader.Name.SequenceEqual(magnitudeName))
                magnitude = reader.AsDouble();
            else if (reader.Name.SequenceEqual("band"u8) && reader.AsUtf8() is { Length: > 0 } name)
                band = (char)name[0];
        }

        return JulianDate.IsPlausible(jd) && Magnitudes.IsReal(magnitude) ? new PlotPoint(jd, magnitude, band, series.Kind) : null;
    }

    /// <summary><c>coordinates.radec_geojson.coordinates</c> holds right ascension minus 180, and declination.</summary>
    internal static SkyPosition? ReadPosition(ref BsonReader reader)
    {
        if (reader.Type != BsonType.Document)
            return null;
        var coordinates = new BsonReader(reader.Value);
        if (!coordinates.Find("radec_geojson"u8) || coordinates.Type != BsonType.Document)
            return null;
        var geoJson = new BsonReader(coordinates.Value);
        if (!geoJson.Find("coordinates"u8) || geoJson.Type != BsonType.Array)
            return null;
        var pair = new BsonReader(geoJson.Value);
        if (!pair.Read())
            return null;
        var ra = pair.AsDouble() + 180;
        return pair.Read() ? new SkyPosition(ra, pair.AsDouble()) : null;
    }

    static void ReadAliases(ref BsonReader reader, List<string> aliases)
    {
        if (reader.Type != BsonType.Document)
            return;
        var surveys = new BsonReader(reader.Value);
        while (surveys.Read())
        {
            if (surveys.Type != BsonType.Array)
                continue;
            var names = new BsonReader(surveys.Value);
            while (names.Read())
                aliases.Add($"{Encoding.UTF8.GetString(surveys.Name)} {names.AsString()}");
        }
    }
}
