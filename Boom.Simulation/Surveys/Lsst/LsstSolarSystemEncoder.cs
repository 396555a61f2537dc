using System.Globalization;
using System.Text.Unicode;
using Boom.Core.Avro;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>Writes the records <c>ssSource</c>, 39 fields, and <c>mpc_orbits</c>, 53 fields, of schema 11.1: an asteroid of the main belt near
/// opposition.</summary>
static class LsstSolarSystemEncoder
{
    /// <summary>Both together are no longer.</summary>
    public const int MaximumBytes = 1400;

    const ulong OrbitKey = 16;

    // Obliquity of the ecliptic.
    const double SinObliquity = 0.39777715593191371;
    const double CosObliquity = 0.91748206206918181;

    // Rotation from equatorial to galactic coordinates, J2000.
    static readonly double[] _galactic =
    [
        -0.054875539, -0.873437105, -0.483834992, 0.494109454, -0.444829594, 0.746982249, -0.867666136, -0.198076390, 0.455983795,
    ];

    public static void WriteSource(ref AvroWriter writer, in LsstSubject subject, Exposure exposure, in LsstDetection own)
    {
        var stream = new SeededStream(SeededStream.Key(subject.Simulated.Key, OrbitKey));
        var asNull = subject.MissingAreNull;
        var (x, y, z) = SkyVector.Of(own.Position);
        var ecliptic = SkyVector.ToDegrees(x, (CosObliquity * y) + (SinObliquity * z), (CosObliquity * z) - (SinObliquity * y));
        var galactic = SkyVector.ToDegrees(Dot(0, x, y, z), Dot(3, x, y, z), Dot(6, x, y, z));
        writer.WriteLong(subject.Numbers.Source(exposure, subject.Ordinal));
        writer.WriteLong(subject.SolarSystemId);
        writer.WriteUnionIndex(1);
        writer.WriteString(subject.Numbers.Designation(subject.Ordinal));
        writer.WriteDouble(ecliptic.Longitude);
        writer.WriteDouble(ecliptic.Latitude);
        writer.WriteDouble(galactic.Longitude);
        writer.WriteDouble(galactic.Latitude);
        var range = stream.NextUniform(1, 2.4);
        writer.SomeFloat(stream.NextUniform(150, 179));
        writer.SomeFloat(stream.NextUniform(0.5, 14));
        writer.SomeFloat(range);
        writer.SomeFloat(stream.NextUniform(-0.01, 0.01));
        writer.SomeFloat(range + 0.985);
        writer.SomeFloat(stream.NextUniform(-0.002, 0.002));
        double offsetRa = 0.2 * stream.NextGaussian(), offsetDec = 0.2 * stream.NextGaussian();
        writer.SomeDouble(SurveyFields.Wrap(own.Position.RaDegrees - (offsetRa / 3600)));
        writer.SomeDouble(own.Position.DecDegrees - (offsetDec / 3600));
        writer.SomeFloat(((PassingCurve)subject.Simulated.LightCurve).MagnitudeG - 0.3);
        double rateRa = stream.NextUniform(-0.3, -0.1), rateDec = stream.NextUniform(-0.1, 0.1);
        writer.SomeFloat(Math.Sqrt((rateRa * rateRa) + (rateDec * rateDec)));
        writer.SomeFloat(rateRa);
        writer.SomeFloat(rateDec);
        writer.SomeFloat(Math.Sqrt((offsetRa * offsetRa) + (offsetDec * offsetDec)));
        writer.SomeDouble(offsetRa);
        writer.SomeDouble(offsetDec);
        writer.MissingFloat(asNull, 2);
        WriteState(ref writer, (range + 0.985) * x, (range + 0.985) * y, (range + 0.985) * z, 0.0105, ref stream);
        WriteState(ref writer, range * x, range * y, range * z, 0.0065, ref stream);
        writer.SomeInt(1);
    }

    /// <summary>The orbit: of most objects null, as in the survey's packets.</summary>
    public static void WriteOrbit(ref AvroWriter writer, in LsstSubject subject)
    {
        var stream = new SeededStream(SeededStream.Key(~subject.Simulated.Key, OrbitKey));
        if (!stream.NextChance(0.4))
        {
            writer.None();
            return;
        }

        writer.WriteUnionIndex(1);
        writer.WriteInt(0);
        var designation = subject.Numbers.Designation(subject.Ordinal);
        Span<byte> packed = stackalloc byte[7];
        subject.Numbers.WritePacked(subject.Ordinal, packed);
        writer.WriteString(designation);
        writer.WriteString(packed);
        writer.WriteString(designation);
        double axis = stream.NextUniform(2.1, 3.3), eccentricity = stream.NextUniform(0.01, 0.3), brightness = stream.NextUniform(13, 20);
        WriteJson(ref writer, axis, eccentricity, brightness, ref stream);
        var fitted = (long)(1_700_000_000_000_000L + (stream.NextUnit() * 60_000_000_000_000L));
        writer.SomeLong(fitted);
        writer.SomeLong(fitted + 3_600_000_000L);
        writer.SomeInt(11);
        writer.SomeInt(stream.NextInt(6));
        writer.SomeInt(2 + stream.NextInt(20));
        writer.SomeDouble(stream.NextUniform(300, 12000));
        writer.SomeDouble(stream.NextUniform(300, 12000));
        writer.SomeInt(30 + stream.NextInt(900));
        writer.SomeInt(30 + stream.NextInt(900));
        writer.SomeDouble(axis);
        writer.SomeDouble(axis * (1 - eccentricity));
        writer.SomeDouble(eccentricity);
        WriteAngles(ref writer, axis, ref stream);
        writer.SomeDouble(61000);
        writer.SomeDouble(brightness);
        writer.SomeDouble(0.15);
        writer.None();
        writer.SomeDouble(stream.NextUniform(0.4, 1.2));
        writer.None();
        writer.SomeLong(fitted);
    }

    static void WriteAngles(ref AvroWriter writer, double axis, ref SeededStream stream)
    {
        writer.SomeDouble(stream.NextUniform(0, 25));
        writer.SomeDouble(stream.NextUniform(0, 360));
        writer.SomeDouble(stream.NextUniform(0, 360));
        writer.SomeDouble(stream.NextUniform(60500, 61800));
        // Yarkovsky effect, radiation pressure, forces of comets: six that no asteroid here has.
        for (var i = 0; i < 6; i++)
            writer.None();
        var period = 365.25 * axis * Math.Sqrt(axis);
        writer.SomeDouble(stream.NextUniform(0, 360));
        writer.SomeDouble(period);
        writer.SomeDouble(360 / period);
        for (var i = 0; i < 7; i++)
            writer.SomeDouble(stream.NextLogUniform(1e-8, 1e-5));
        for (var i = 0; i < 9; i++)
            writer.None();
    }

    static void WriteJson(ref AvroWriter writer, double axis, double eccentricity, double brightness, ref SeededStream stream)
    {
        if (stream.NextChance(0.3))
        {
            writer.None();
            return;
        }

        Span<byte> json = stackalloc byte[256];
        Utf8.TryWrite(
            json,
            CultureInfo.InvariantCulture,
            $"{{\"COM\": {{\"a\": {axis:F6}, \"e\": {eccentricity:F6}}}, \"magnitude_data\": {{\"G\": 0.15, \"H\": {brightness:F2}}}}}",
            out var length);
        writer.SomeText(json[..length]);
    }

    // Position in astronomical units, and a velocity of a size, in units a day, across it.
    static void WriteState(ref AvroWriter writer, double x, double y, double z, double speed, ref SeededStream stream)
    {
        writer.SomeFloat(x);
        writer.SomeFloat(y);
        writer.SomeFloat(z);
        var (vx, vy, vz) = SkyVector.Of(new(stream.NextUniform(0, 360), stream.NextUniform(-10, 10)));
        writer.SomeFloat(speed * vx);
        writer.SomeFloat(speed * vy);
        writer.SomeFloat(speed * vz);
        writer.SomeFloat(speed);
    }

    static double Dot(int row, double x, double y, double z) => (_galactic[row] * x) + (_galactic[row + 1] * y) + (_galactic[row + 2] * z);
}
