using Boom.Core.Bson;

namespace Boom.Core.Surveys.Ztf;

/// <summary>What enrichment needs of a stored ZTF alert, read from its document. Absent values are null.</summary>
sealed class ZtfStoredCandidate
{
    /// <summary>Designation of the nearest solar-system object.</summary>
    public string? Ssnamenr { get; private set; }

    /// <summary>Distance to it, arcsec.</summary>
    public double? Ssdistnr { get; private set; }

    /// <summary>Its predicted magnitude.</summary>
    public double? Ssmagnr { get; private set; }

    /// <summary>Distance to the nearest bright Gaia source, arcsec.</summary>
    public double? Neargaiabright { get; private set; }

    /// <summary>Its G magnitude.</summary>
    public double? Maggaiabright { get; private set; }

    /// <summary>The Pan-STARRS neighbours 1 to 3, at 0 to 2.</summary>
    public ZtfNeighbour[] Neighbours { get; } = new ZtfNeighbour[3];

    /// <summary>Reads the <c>candidate</c> of an alert document.</summary>
    /// <exception cref="BsonFormatException">It is not one.</exception>
    public static ZtfStoredCandidate Read(ReadOnlySpan<byte> document)
    {
        var result = new ZtfStoredCandidate();
        var reader = new BsonReader(document);
        if (reader.Find("candidate"u8))
            result.ReadCandidate(reader.Value);
        return result;
    }

    void ReadCandidate(ReadOnlySpan<byte> candidate)
    {
        var reader = new BsonReader(candidate);
        while (reader.Read())
        {
            var name = reader.Name;
            if (name is [.., >= (byte)'1' and <= (byte)'3'] && ReadNeighbour(ref reader))
                continue;
            if (name.SequenceEqual("ssnamenr"u8))
                Ssnamenr = reader.AsString();
            else if (name.SequenceEqual("ssdistnr"u8))
                Ssdistnr = reader.AsDouble();
            else if (name.SequenceEqual("ssmagnr"u8))
                Ssmagnr = reader.AsDouble();
            else if (name.SequenceEqual("neargaiabright"u8))
                Neargaiabright = reader.AsDouble();
            else if (name.SequenceEqual("maggaiabright"u8))
                Maggaiabright = reader.AsDouble();
        }
    }

    bool ReadNeighbour(ref BsonReader reader)
    {
        var stem = reader.Name[..^1];
        ref var neighbour = ref Neighbours[reader.Name[^1] - '1'];
        if (stem.SequenceEqual("sgscore"u8))
            neighbour.Sgscore = reader.AsDouble();
        else if (stem.SequenceEqual("distpsnr"u8))
            neighbour.Distpsnr = reader.AsDouble();
        else if (stem.SequenceEqual("sgmag"u8))
            neighbour.Sgmag = reader.AsDouble();
        else if (stem.SequenceEqual("srmag"u8))
            neighbour.Srmag = reader.AsDouble();
        else if (stem.SequenceEqual("simag"u8))
            neighbour.Simag = reader.AsDouble();
        else if (stem.SequenceEqual("szmag"u8))
            neighbour.Szmag = reader.AsDouble();
        else
            return false;
        return true;
    }
}

/// <summary>A Pan-STARRS source near a ZTF candidate; -999 stands for an unknown value.</summary>
struct ZtfNeighbour
{
    /// <summary>Star-galaxy score: 1 star, 0 galaxy.</summary>
    public double? Sgscore;

    /// <summary>Distance, arcsec.</summary>
    public double? Distpsnr;

    /// <summary>g, r, i and z magnitude.</summary>
    public double? Sgmag, Srmag, Simag, Szmag;
}
