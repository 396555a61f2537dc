using Boom.Core.Avro;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys.Winter;

/// <summary>Writes the record <c>candidate</c>, 103 fields; most of those that may be null are, as in the survey's packets.</summary>
static class WinterCandidateEncoder
{
    /// <summary><c>fid</c> of J: the survey counts from 1, which is Y.</summary>
    public const int FilterJ = 2;

    public static void Write(ref AvroWriter writer, in WinterSubject subject)
    {
        var near = Neighbourhood.Of(subject.Sighting.Object);
        foreach (var field in WinterSchema.Candidate)
        {
            if (field.Type == 's')
                WriteText(ref writer, field);
            else if (Value(field.Name, subject, near) is { } value)
                WriteNumber(ref writer, field, subject, value);
            else
                writer.WriteUnionIndex(1);
        }
    }

    public static void SomeRequiredBool(this ref AvroWriter writer, bool value) => writer.WriteInt(value ? -1 : 0);

    static void WriteText(ref AvroWriter writer, SchemaField field)
    {
        if (field.IsUnion)
            writer.WriteUnionIndex(1);
        else
            writer.WriteString("simulated"u8);
    }

    static void WriteNumber(ref AvroWriter writer, SchemaField field, in WinterSubject subject, double value)
    {
        if (field.IsUnion)
            writer.WriteUnionIndex(0);
        switch (field.Type)
        {
            case 'l':
                writer.WriteLong(subject.Candid);
                break;
            case 'i':
                writer.WriteInt((int)value);
                break;
            case 'b':
                writer.SomeRequiredBool(value != 0);
                break;
            case 'd':
                writer.WriteDouble(value);
                break;
            default:
                writer.WriteFloat((float)value);
                break;
        }
    }

    // Null for what the survey leaves out; the only long is the key.
    static double? Value(string name, in WinterSubject subject, in Neighbourhood near)
    {
        var exposure = subject.Sighting.Exposure;
        var measurement = subject.Sighting.Measurement;
        return name switch
        {
            "candid" or "deprecated" or "tooflag" => 0,
            "jd" or "jdendhist" => exposure.Jd,
            "fid" => FilterJ,
            "exptime" => 120,
            "ndethist" => subject.Detections,
            "jdstarthist" => subject.StartJd,
            "programid" => 1,
            "isdiffpos" => measurement.IsPositive ? 1 : 0,
            "field" => exposure.Field.Number,
            "ra" => subject.Position.RaDegrees,
            "dec" => subject.Position.DecDegrees,
            "magzpsci" => exposure.Magzpsci,
            "magzpsciunc" => 0.03,
            "diffmaglim" => exposure.Diffmaglim,
            "magpsf" or "magap" => AbMagnitude.Round(AbMagnitude.FromFlux(Math.Abs(measurement.FluxMicroJy))),
            "sigmapsf" => AbMagnitude.Round(AbMagnitude.ErrorFactor / measurement.Snr),
            "sigmagap" => AbMagnitude.Round(1.5 * AbMagnitude.ErrorFactor / measurement.Snr),
            "scorr" => AbMagnitude.Round(measurement.Snr),
            "fwhm" => exposure.SeeingPixels,
            "xpos" => subject.Sighting.Object.Place.XPixel / 1.6,
            "ypos" => subject.Sighting.Object.Place.YPixel / 3,
            "nneg" => 3,
            "nbad" => 0,
            "rb" => subject.Sighting.Object.Class == ObjectClass.Artefact ? 0.2 : 0.9,
            "nmtchps" => near.CatalogCount,
            "sgmag1" => near.First.G,
            "srmag1" => near.First.R,
            "simag1" => near.First.I,
            "szmag1" => near.First.Z,
            "sgscore1" => near.First.Score,
            "distpsnr1" => near.First.DistanceArcsec,
            "nmtchtm" => 0,
            "neargaia" => near.GaiaDistanceArcsec,
            "maggaia" => near.GaiaMagnitude,
            _ => null,
        };
    }
}
