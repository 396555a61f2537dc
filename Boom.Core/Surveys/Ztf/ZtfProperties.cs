using System.Text;
using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Ztf;

/// <summary>
/// Brings stored <c>properties</c> documents of ZTF alerts to the shape that <see cref="ZtfEnrichment"/> writes: every member there, null
/// where there is no value (docs/decisions/0003-absent-is-absent.md).
/// </summary>
static class ZtfProperties
{
    // The members of each level, in the order in which ZtfEnrichment and LightCurveBson write them.
    static readonly Member[] Band =
        [new("peak_jd", false), new("peak_mag", false), new("peak_mag_err", false), new("dt", false), new("rising", true), new("fading", true)];

    static readonly Member[] Bands =
        [.. Enum.GetValues<PhotometricBand>().Select(band => new Member(Encoding.UTF8.GetString(band.ToUtf8()), true, Band))];

    static readonly Member[] Properties =
    [
        new("rock", false),
        new("star", false),
        new("near_brightstar", false),
        new("stationary", false),
        new("photstats", false, Bands),
        new("multisurvey_photstats", true, Bands),
        new("sso", true, new("is_sso", false), new("designation", true), new("separation_arcsec", true), new("predicted_mag", true), new("source", true)),
    ];

    /// <summary>
    /// The document with a null for each member that may be null and is lacking, members in the order of a fresh one, others after
    /// them; null when nothing is lacking. Values stay as they are. Pure; completing twice is completing once.
    /// </summary>
    /// <param name="properties">A BSON document, the value of <c>properties</c>.</param>
    /// <exception cref="BsonFormatException">It is not BSON.</exception>
    public static byte[]? Complete(ReadOnlySpan<byte> properties)
    {
        if (!Lacks(properties, Properties))
            return null;
        using var writer = new BsonWriter();
        writer.BeginRoot();
        Write(writer, properties, Properties);
        return writer.EndRoot().ToArray();
    }

    static bool Lacks(ReadOnlySpan<byte> document, Member[] members)
    {
        foreach (var member in members)
        {
            var reader = new BsonReader(document);
            if (reader.Find(member.Name) ? member.IsDocument(reader) && Lacks(reader.Value, member.Inner) : member.IsNullable)
                return true;
        }

        return false;
    }

    static void Write(BsonWriter writer, ReadOnlySpan<byte> document, Member[] members)
    {
        foreach (var member in members)
        {
            var reader = new BsonReader(document);
            if (!reader.Find(member.Name))
            {
                if (member.IsNullable)
                    writer.Null(member.Name);
            }
            else if (member.IsDocument(reader))
            {
                var token = writer.BeginDocument(member.Name);
                Write(writer, reader.Value, member.Inner);
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
            var name = others.Name.ToArray();
            if (!Array.Exists(members, member => member.Name.AsSpan().SequenceEqual(name)))
                writer.RawElements(others.Element);
        }
    }

    /// <param name="name">Of the field.</param>
    /// <param name="isNullable">Whether a document that lacks it gets a null.</param>
    /// <param name="inner">Members of the document that it is; none of a value.</param>
    sealed class Member(string name, bool isNullable, params Member[] inner)
    {
        public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

        public bool IsNullable => isNullable;

        public Member[] Inner => inner;

        public bool IsDocument(in BsonReader element) => inner.Length > 0 && element.Type == BsonType.Document;
    }
}
