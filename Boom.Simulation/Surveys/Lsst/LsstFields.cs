using Boom.Simulation.Exposures;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>Where the survey looks: ZTF's fields as far north as it goes, and the sky south of them.</summary>
static class LsstFields
{
    /// <summary>The survey looks no farther north, in degrees.</summary>
    public const double NorthernLimitDec = 33.5;

    const double FirstRowDec = -68.05;
    const int RowCount = 6;
    const double RowStep = 7.2;
    const int FirstNumber = 3000;

    /// <summary>ZTF's fields, each with its ordinal and without exposures, then the southern ones of the same hours.</summary>
    public static List<SurveyField> Make(List<SurveyField> northern, DateOnly night)
    {
        var fields = new List<SurveyField>(northern);
        var number = FirstNumber;
        var opposition = SurveyFields.Opposition(night);
        for (var row = 0; row < RowCount; row++)
        {
            var dec = FirstRowDec + (row * RowStep);
            var columns = (int)(360 * PortableMath.CosDegrees(dec) / 6.9);
            for (var column = 0; column < columns; column++)
            {
                var ra = (column + 0.5) * 360 / columns;
                number++;
                if (Math.Abs(SurveyFields.Wrap(ra - opposition + 180) - 180) < SurveyFields.HalfWidthRa)
                    fields.Add(new SurveyField(number, fields.Count, ra, dec));
            }
        }

        return fields;
    }
}
