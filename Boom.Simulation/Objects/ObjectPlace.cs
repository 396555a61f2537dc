using Boom.Core.Sky;
using Boom.Simulation.Exposures;

namespace Boom.Simulation.Objects;

/// <summary>Where an object is: field, readout channel, pixel and sky.</summary>
readonly record struct ObjectPlace(SurveyField Field, int Rcid, double XPixel, double YPixel, SkyPosition Position)
{
    const int ChannelsPerSide = 8;
    const double ChannelPixels = 3072;

    /// <summary>A random place in one of the fields.</summary>
    public static ObjectPlace Draw(IReadOnlyList<SurveyField> fields, ref SeededStream stream)
    {
        var field = fields[stream.NextInt(fields.Count)];
        double x = stream.NextUnit(), y = stream.NextUnit();
        int column = (int)(x * ChannelsPerSide), row = (int)(y * ChannelsPerSide);
        var dec = field.DecDegrees + ((y - 0.5) * SurveyField.SideDegrees);
        var ra = SurveyFields.Wrap(field.RaDegrees + ((x - 0.5) * SurveyField.SideDegrees / PortableMath.CosDegrees(dec)));
        return new ObjectPlace(
            field,
            (row * ChannelsPerSide) + column,
            30 + (((x * ChannelsPerSide) - column) * (ChannelPixels - 60)),
            30 + (((y * ChannelsPerSide) - row) * (ChannelPixels - 60)),
            new SkyPosition(SurveyFields.Wrap(RoundDegrees(ra)), RoundDegrees(dec)));
    }

    /// <summary>To 1e-7 degrees, as the survey writes them.</summary>
    public static double RoundDegrees(double degrees) => Math.Round(degrees * 1e7) / 1e7;
}
