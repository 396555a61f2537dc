using System.Text;
using Boom.Core.Bson;

namespace Boom.Cli.Documents;

/// <summary>What the enricher found, from the <c>properties</c> of an alert document.</summary>
/// <param name="Flags">Names of the flags that are true: <c>rock</c>, <c>star</c>, <c>near_brightstar</c>, <c>stationary</c>.</param>
/// <param name="Bands">Statistics per band, in the order stored.</param>
internal sealed record AlertProperties(IReadOnlyList<string> Flags, IReadOnlyList<BandStatistics> Bands)
{
    /// <summary>Reads them; null when the alert is not enriched.</summary>
    public static AlertProperties? Read(ReadOnlySpan<byte> alertDocument)
    {
        var document = new BsonReader(alertDocument);
        if (!document.Find("properties"u8) || document.Type != BsonType.Document)
            return null;
        var flags = new List<string>();
        var bands = new List<BandStatistics>();
        var properties = new BsonReader(document.Value);
        while (properties.Read())
        {
            if (properties.Type == BsonType.Boolean && properties.AsBoolean())
                flags.Add(Encoding.UTF8.GetString(properties.Name));
            else if (properties.Type == BsonType.Document && properties.Name.SequenceEqual("photstats"u8))
                ReadBands(properties.Value, bands);
        }

        return new AlertProperties(flags, bands);
    }

    static void ReadBands(ReadOnlySpan<byte> photstats, List<BandStatistics> bands)
    {
        var reader = new BsonReader(photstats);
        while (reader.Read())
        {
            if (reader.Type == BsonType.Document)
                bands.Add(ReadBand(Encoding.UTF8.GetString(reader.Name), reader.Value));
        }
    }

    static BandStatistics ReadBand(string name, ReadOnlySpan<byte> band)
    {
        double jd = double.NaN, mag = double.NaN, error = double.NaN;
        FitRate? rising = null, fading = null;
        var reader = new BsonReader(band);
        while (reader.Read())
        {
            if (reader.Name.SequenceEqual("peak_jd"u8))
                jd = reader.AsDouble();
            else if (reader.Name.SequenceEqual("peak_mag"u8))
                mag = reader.AsDouble();
            else if (reader.Name.SequenceEqual("peak_mag_err"u8))
                error = reader.AsDouble();
            else if (reader.Name.SequenceEqual("rising"u8))
                rising = ReadRate(ref reader);
            else if (reader.Name.SequenceEqual("fading"u8))
                fading = ReadRate(ref reader);
        }

        return new BandStatistics(name, jd, mag, error, rising, fading);
    }

    static FitRate? ReadRate(ref BsonReader reader)
    {
        if (reader.Type != BsonType.Document)
            return null;
        double rate = double.NaN, error = double.NaN;
        var fit = new BsonReader(reader.Value);
        while (fit.Read())
        {
            if (fit.Name.SequenceEqual("rate"u8))
                rate = fit.AsDouble();
            else if (fit.Name.SequenceEqual("rate_error"u8))
                error = fit.AsDouble();
        }

        return new FitRate(rate, error);
    }
}
