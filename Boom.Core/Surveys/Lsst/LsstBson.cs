using System.Buffers.Text;
using Boom.Core.Avro;
using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Lsst;

/// <summary>
/// Writes records of a packet as BSON fields: <c>jd</c>, then the stored fields of the wire in its order, then what is derived of them. Absent values, NaN among
/// them, are left out.
/// </summary>
static class LsstBson
{
    const int LongestNumber = 20;

    /// <summary>The fields of a source that detections and candidates have alike; answers its magnitude, NaN when it has none.</summary>
    /// <param name="writer">With a document open.</param>
    /// <param name="plan">Way through the source.</param>
    /// <param name="data">What it lies in.</param>
    /// <param name="source">The source.</param>
    /// <param name="objectId">Object of the alert, for a source that names none.</param>
    public static float Source(BsonWriter writer, AvroRecordPlan plan, ReadOnlySpan<byte> data, LsstPoint source, string objectId)
    {
        writer.Double("jd"u8, source.Jd);
        var slots = new AvroSlots();
        Elements(writer, plan, data, source, ref slots);
        ObjectId(writer, slots, objectId);
        float flux = slots.Single(LsstFields.PsfFlux), fluxErr = slots.Single(LsstFields.PsfFluxErr);
        var (mag, magErr) = LsstPhotometry.Magnitude(flux, fluxErr);
        Present(writer, "magpsf"u8, mag);
        Present(writer, "sigmapsf"u8, magErr);
        Present(writer, "snr_psf"u8, LsstPhotometry.Snr(flux, fluxErr));
        Present(writer, "chipsf"u8, LsstPhotometry.ReducedChi2(slots.Single(LsstFields.PsfChi2), slots.Int64(LsstFields.PsfNdata)));
        Present(writer, "diffmaglim"u8, LsstPhotometry.Limit(fluxErr));
        if (!float.IsNaN(flux))
            writer.Boolean("isdiffpos"u8, flux > 0);
        Aperture(writer, slots.Single(LsstFields.ApFlux), slots.Single(LsstFields.ApFluxErr));
        return mag;
    }

    /// <summary>The fields of a forced source.</summary>
    public static void Forced(BsonWriter writer, AvroRecordPlan plan, ReadOnlySpan<byte> data, LsstPoint point)
    {
        writer.Double("jd"u8, point.Jd);
        var slots = new AvroSlots();
        Elements(writer, plan, data, point, ref slots);
        float flux = slots.Single(LsstFields.PsfFlux), fluxErr = slots.Single(LsstFields.PsfFluxErr);
        var snr = LsstPhotometry.Snr(flux, fluxErr);
        Present(writer, "diffmaglim"u8, LsstPhotometry.Limit(fluxErr));
        if (!(snr > Magnitudes.DetectionSnr))
            return;
        var (mag, magErr) = LsstPhotometry.Magnitude(flux, fluxErr);
        Present(writer, "magpsf"u8, mag);
        Present(writer, "sigmapsf"u8, magErr);
        writer.Boolean("isdiffpos"u8, flux > 0);
        writer.Double("snr_psf"u8, snr);
    }

    /// <summary>The fields of a solar-system source.</summary>
    public static void SsSource(BsonWriter writer, AvroRecordPlan plan, ReadOnlySpan<byte> data, LsstPoint source)
    {
        var slots = new AvroSlots();
        Elements(writer, plan, data, source, ref slots);
    }

    static void Elements(BsonWriter writer, AvroRecordPlan plan, ReadOnlySpan<byte> data, LsstPoint source, ref AvroSlots slots) =>
        writer.Advance(plan.Write(data, source.Offset, writer.GetSpan(plan.MaximumBytes(source.Length)), ref slots));

    static void Aperture(BsonWriter writer, float flux, float fluxErr)
    {
        var (mag, magErr) = LsstPhotometry.Magnitude(flux, fluxErr);
        Present(writer, "magap"u8, mag);
        Present(writer, "sigmagap"u8, magErr);
        Present(writer, "snr_ap"u8, LsstPhotometry.Snr(flux, fluxErr));
    }

    static void ObjectId(BsonWriter writer, in AvroSlots slots, string objectId)
    {
        Span<byte> text = stackalloc byte[LongestNumber + 3];
        if (slots.Int64(LsstFields.DiaObjectId) is { } diaObjectId)
        {
            Utf8Formatter.TryFormat(diaObjectId, text, out var length);
            writer.String("objectId"u8, text[..length]);
        }
        else if (slots.Int64(LsstFields.SsObjectId) is { } ssObjectId)
        {
            "sso"u8.CopyTo(text);
            Utf8Formatter.TryFormat(ssObjectId, text[3..], out var length);
            writer.String("objectId"u8, text[..(length + 3)]);
        }
        else
        {
            writer.String("objectId"u8, objectId);
        }
    }

    static void Present(BsonWriter writer, ReadOnlySpan<byte> name, float value)
    {
        if (!float.IsNaN(value))
            writer.Double(name, value);
    }
}
