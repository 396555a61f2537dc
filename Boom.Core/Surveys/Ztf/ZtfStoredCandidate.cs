using Boom.Core.Bson;

namespace Boom.Core.Surveys.Ztf;

/// <summary>What enrichment needs of a stored ZTF alert, read from its document. Absent values are null.</summary>
public sealed class ZtfStoredCandidate
{
    /// <summary>Key of the object.</summary>
    public string ObjectId { get; private set; } = "";

    /// <summary>Julian date of the alert, days.</summary>
    public double Jd { get; private set; } = double.NaN;

    /// <summary>Programme: 1 public, 2 partnership, 3 Caltech.</summary>
    public int Programid { get; private set; }

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

    /// <summary>Elements of the <c>boom</c> sub-document, encoded, without the enricher's own.</summary>
    public ReadOnlyMemory<byte> Stamps { get; private set; }

    /// <summary>Reads an alert document. Throws <see cref="BsonFormatException"/> when it is not one.</summary>
    public static ZtfStoredCandidate Read(ReadOnlyMemory<byte> document)
    {
        var result = new ZtfStoredCandidate();
        var reader = new BsonReader(document.Span);
        while (reader.Read())
        {
            if (reader.Name.SequenceEqual("objectId"u8))
                result.ObjectId = reader.AsString();
            else if (reader.Name.SequenceEqual("candidate"u8))
                result.ReadCandidate(reader.Value);
            else if (reader.Name.SequenceEqual("boom"u8))
                result.Stamps = OtherStamps(reader.Value);
        }

        return result.ObjectId.Length > 0 && !double.IsNaN(result.Jd)
            ? result
            : throw new BsonFormatException("The alert document has no objectId or no candidate.jd.");
    }

    static byte[] OtherStamps(ReadOnlySpan<byte> stamps)
    {
        var kept = new List<byte>();
        var reader = new BsonReader(stamps);
        while (reader.Read())
        {
            if (!reader.Name.SequenceEqual("enrichment"u8))
                kept.AddRange(reader.Element);
        }

        return [.. kept];
    }

    void ReadCandidate(ReadOnlySpan<byte> candidate)
    {
        var reader = new BsonReader(candidate);
        while (reader.Read())
        {
            var name = reader.Name;
            if (name is [.., >= (byte)'1' and <= (byte)'3'] && ReadNeighbour(ref reader))
                continue;
            if (name.SequenceEqual("jd"u8))
                Jd = reader.AsDouble();
            else if (name.SequenceEqual("programid"u8))
                Programid = (int)reader.AsInt64();
            else if (name.SequenceEqual("ssnamenr"u8))
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
