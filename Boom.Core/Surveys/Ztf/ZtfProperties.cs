using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Ztf;

/// <summary>
/// Brings stored <c>properties</c> documents of ZTF alerts to the shape that <see cref="ZtfEnrichment"/> writes: every member there, null
/// where there is no value (docs/decisions/0003-absent-is-absent.md).
/// </summary>
public static class ZtfProperties
{
    /// <summary>
    /// The document with a null for each member that may be null and is lacking, members in the order of a fresh one, others after
    /// them; null when nothing is lacking. Values stay as they are. Pure; completing twice is completing once.
    /// </summary>
    /// <param name="properties">A BSON document, the value of <c>properties</c>.</param>
    /// <exception cref="BsonFormatException">It is not BSON.</exception>
    public static byte[]? Complete(ReadOnlySpan<byte> properties)
    {
        if (!Lacks(properties, Level.Properties))
            return null;
        using var writer = new BsonWriter();
        writer.BeginRoot();
        Write(writer, properties, Level.Properties);
        return writer.EndRoot().ToArray();
    }

    static bool Lacks(ReadOnlySpan<byte> document, Level level)
    {
        for (var i = 0; Member(level, i, out var name, out var inner, out var isNullable); i++)
        {
            var reader = new BsonReader(document);
            if (!reader.Find(name))
            {
                if (isNullable)
                    return true;
            }
            else if (inner != Level.Value && reader.Type == BsonType.Document && Lacks(reader.Value, inner))
            {
                return true;
            }
        }

        return false;
    }

    static void Write(BsonWriter writer, ReadOnlySpan<byte> document, Level level)
    {
        for (var i = 0; Member(level, i, out var name, out var inner, out var isNullable); i++)
        {
            var reader = new BsonReader(document);
            if (!reader.Find(name))
            {
                if (isNullable)
                    writer.Null(name);
            }
            else if (inner != Level.Value && reader.Type == BsonType.Document)
            {
                var token = writer.BeginDocument(name);
                Write(writer, reader.Value, inner);
                writer.End(token);
            }
            else
            {
                writer.RawElements(reader.Element);
            }
        }

        var others = new BsonReader(document);
        while (others.Read())
        {
            if (!IsMember(level, others.Name))
                writer.RawElements(others.Element);
        }
    }

    static bool IsMember(Level level, ReadOnlySpan<byte> name)
    {
        for (var i = 0; Member(level, i, out var member, out _, out _); i++)
        {
            if (member.SequenceEqual(name))
                return true;
        }

        return false;
    }

    // The members of each level, in the order in which ZtfEnrichment and LightCurveBson write them.
    static bool Member(Level level, int index, out ReadOnlySpan<byte> name, out Level inner, out bool isNullable)
    {
        inner = Level.Value;
        isNullable = false;
        switch (level)
        {
            case Level.Properties:
                name = index switch
                {
                    0 => "rock"u8,
                    1 => "star"u8,
                    2 => "near_brightstar"u8,
                    3 => "stationary"u8,
                    4 => "photstats"u8,
                    5 => "multisurvey_photstats"u8,
                    6 => "sso"u8,
                    _ => default,
                };
                inner = index switch { 4 or 5 => Level.Bands, 6 => Level.Association, _ => Level.Value };
                isNullable = index >= 5;
                break;
            case Level.Bands:
                name = index < PhotometricBands.Count ? ((PhotometricBand)index).ToUtf8() : default;
                inner = Level.Band;
                isNullable = true;
                break;
            case Level.Band:
                name = index switch
                {
                    0 => "peak_jd"u8,
                    1 => "peak_mag"u8,
                    2 => "peak_mag_err"u8,
                    3 => "dt"u8,
                    4 => "rising"u8,
                    5 => "fading"u8,
                    _ => default,
                };
                isNullable = index >= 4;
                break;
            default:
                name = index switch
                {
                    0 => "is_sso"u8,
                    1 => "designation"u8,
                    2 => "separation_arcsec"u8,
                    3 => "predicted_mag"u8,
                    4 => "source"u8,
                    _ => default,
                };
                isNullable = index >= 1;
                break;
        }

        return !name.IsEmpty;
    }

    enum Level
    {
        Value,
        Properties,
        Bands,
        Band,
        Association,
    }
}
