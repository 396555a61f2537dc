using System.Globalization;
using System.Text.Unicode;
using Boom.Core.Avro;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys.Ztf;

/// <summary>
/// Writes the 50 fields, jd to decnr, that <c>candidate</c> and <c>prv_candidate</c> of schema 4.02 begin with; in the latter some are
/// unions that the former requires.
/// </summary>
static class DetectionEncoder
{
    /// <summary>Missing, in fields of the solar system.</summary>
    public const double Missing = -999;

    /// <summary>Key of the detection: processing ID, 15 or 10 by its sign, row.</summary>
    public static long Candid(Exposure exposure, int rcid, bool isPositive, int row) =>
        (exposure.Pid(rcid) * 1_000_000) + (isPositive ? 15_000 : 10_000) + row;

    /// <summary>Writes jd to programid, which non-detections have as well.</summary>
    public static void WriteImage(ref AvroWriter writer, Exposure exposure, int rcid, bool isHistory)
    {
        writer.WriteDouble(exposure.Jd);
        writer.WriteInt(exposure.Fid);
        writer.WriteLong(exposure.Pid(rcid));
        writer.SomeFloat(exposure.Diffmaglim);
        WriteFileName(ref writer, exposure, rcid, isHistory);
        writer.SomeText("Kulkarni"u8);
        writer.WriteInt(1);
    }

    /// <summary>Writes candid to decnr.</summary>
    public static void WriteDetection(
        ref AvroWriter writer, in Detection detection, in Neighbourhood near, SimulatedObject simulated, Exposure exposure, int row, bool isHistory)
    {
        var rcid = simulated.Place.Rcid;
        writer.Branch(isHistory);
        writer.WriteLong(Candid(exposure, rcid, detection.IsPositive, row));
        writer.Branch(isHistory);
        writer.WriteString(detection.IsPositive ? "t"u8 : "f"u8);
        writer.SomeLong(row);
        writer.SomeLong(exposure.Nid);
        writer.SomeLong(rcid);
        writer.SomeLong(exposure.Field.Number);
        writer.SomeFloat(detection.XPixel);
        writer.SomeFloat(detection.YPixel);
        writer.Branch(isHistory);
        writer.WriteDouble(detection.RaDegrees);
        writer.Branch(isHistory);
        writer.WriteDouble(detection.DecDegrees);
        writer.Branch(isHistory);
        writer.WriteFloat((float)detection.Magpsf);
        writer.Branch(isHistory);
        writer.WriteFloat((float)detection.Sigmapsf);
        WriteProfile(ref writer, detection, near, exposure);
        WriteSolarSystem(ref writer, simulated, isHistory);
        writer.SomeFloat(detection.Sumrat);
        writer.SomeFloat(detection.Magapbig);
        writer.SomeFloat(detection.Sigmagapbig);
        var (raNear, decNear) = NearestReference(near, simulated);
        writer.Branch(isHistory);
        writer.WriteDouble(raNear);
        writer.Branch(isHistory);
        writer.WriteDouble(decNear);
    }

    /// <summary>Position of the nearest source of the reference image, in degrees.</summary>
    public static (double Ra, double Dec) NearestReference(in Neighbourhood near, SimulatedObject simulated)
    {
        var position = simulated.Place.Position;
        var distanceDegrees = near.DistancePixels * 1.01 / 3600;
        var ra = position.RaDegrees
            + (distanceDegrees * PortableMath.SinTurns(near.PositionAngleTurns) / PortableMath.CosDegrees(position.DecDegrees));
        var dec = position.DecDegrees + (distanceDegrees * PortableMath.SinTurns(near.PositionAngleTurns + 0.25));
        return (SurveyFields.Wrap(ObjectPlace.RoundDegrees(ra)), ObjectPlace.RoundDegrees(dec));
    }

    static void WriteProfile(ref AvroWriter writer, in Detection detection, in Neighbourhood near, Exposure exposure)
    {
        writer.SomeFloat(detection.Chipsf);
        writer.SomeFloat(detection.Magap);
        writer.SomeFloat(detection.Sigmagap);
        writer.SomeFloat(near.DistancePixels);
        writer.SomeFloat(near.Reference(exposure.Fid));
        writer.SomeFloat(near.ReferenceError(exposure.Fid));
        writer.SomeFloat(near.Chi);
        writer.SomeFloat(near.Sharpness);
        writer.SomeFloat(detection.Sky);
        writer.SomeFloat(detection.Magdiff);
        writer.SomeFloat(detection.Fwhm);
        writer.SomeFloat(detection.Classtar);
        writer.SomeFloat(detection.EdgePixels);
        writer.SomeFloat(exposure.Diffmaglim - detection.Magap);
        writer.SomeFloat(detection.SeeRatio);
        var minorAxis = detection.Aimage / detection.Elongation;
        writer.SomeFloat(detection.Aimage);
        writer.SomeFloat(minorAxis);
        writer.SomeFloat(detection.Aimage / detection.Fwhm);
        writer.SomeFloat(minorAxis / detection.Fwhm);
        writer.SomeFloat(detection.Elongation);
        writer.SomeLong(detection.NegativePixels);
        writer.SomeLong(detection.BadPixels);
        writer.SomeFloat(detection.Rb);
    }

    // Histories carry no solar system match; candidates carry -999 and the text null for "none".
    static void WriteSolarSystem(ref AvroWriter writer, SimulatedObject simulated, bool isHistory)
    {
        if (isHistory)
        {
            writer.None();
            writer.None();
            writer.None();
        }
        else if (simulated.LightCurve is PassingCurve asteroid)
        {
            var stream = new SeededStream(SeededStream.Key(simulated.Key, 3));
            writer.SomeFloat(Math.Floor(stream.NextUniform(0, 4)));
            var visual = (asteroid.MagnitudeG + asteroid.MagnitudeR) / 2;
            writer.SomeFloat(Math.Round((visual + (0.15 * stream.NextGaussian())) * 10) / 10);
            Span<byte> name = stackalloc byte[12];
            simulated.AsteroidNumber.TryFormat(name, out var length, default, CultureInfo.InvariantCulture);
            writer.SomeText(name[..length]);
        }
        else
        {
            writer.SomeFloat(Missing);
            writer.SomeFloat(Missing);
            writer.SomeText("null"u8);
        }
    }

    // Readout channel 4·(ccd-1) + (quadrant-1), both counted from 1.
    static void WriteFileName(ref AvroWriter writer, Exposure exposure, int rcid, bool isHistory)
    {
        Span<byte> name = stackalloc byte[160];
        var folder = isHistory ? exposure.ArchiveFolder : [];
        var end = isHistory ? ".fits.fz"u8 : ".fits"u8;
        Utf8.TryWrite(
            name,
            CultureInfo.InvariantCulture,
            $"{folder.AsSpan()}{exposure.FilePrefix.AsSpan()}{(rcid / 4) + 1:00}_o_q{(rcid % 4) + 1}_scimrefdiffimg{end}",
            out var length);
        writer.SomeText(name[..length]);
    }
}
