namespace Boom.Simulation.Exposures;

/// <summary>The survey's grid of fields and the part of it that a night can see.</summary>
static class SurveyFields
{
    const double FirstRowDec = -24.85;
    const double LastRowDec = 75;
    const double RowStep = 7.2;

    /// <summary>Half of the width of a night's sky in right ascension, in degrees.</summary>
    public const double HalfWidthRa = 65;

    /// <summary>
    /// Fields within 65 degrees in right ascension of the point opposite to the sun, from west to east: about 220.
    /// </summary>
    public static List<SurveyField> Visible(DateOnly night)
    {
        var opposition = Opposition(night);
        var places = new List<(double Offset, int Number, double Ra, double Dec)>();
        var number = 200;
        for (var row = 0; FirstRowDec + (row * RowStep) < LastRowDec; row++)
        {
            var dec = FirstRowDec + (row * RowStep);
            var columns = (int)(360 * PortableMath.CosDegrees(dec) / 6.9);
            for (var column = 0; column < columns; column++)
            {
                var ra = (column + 0.5) * 360 / columns;
                number++;
                var offset = Wrap(ra - opposition + 180) - 180;
                if (Math.Abs(offset) < HalfWidthRa)
                    places.Add((offset, number, ra, dec));
            }
        }

        places.Sort();
        return [.. places.Select((place, ordinal) => new SurveyField(place.Number, ordinal, place.Ra, place.Dec))];
    }

    /// <summary>Right ascension of the point opposite to the sun.</summary>
    public static double Opposition(DateOnly night)
    {
        // Mean right ascension of the sun: 279.7 degrees at J2000 and 0.98565 degrees a day; its error of a few degrees does not matter.
        return Wrap(279.7 + 180 + (0.98565 * (SurveyClock.JdOf(night) - 2451545)));
    }

    /// <summary>An angle in [0, 360).</summary>
    public static double Wrap(double degrees)
    {
        var wrapped = degrees - (360 * Math.Floor(degrees / 360));
        return wrapped >= 360 ? 0 : wrapped;
    }
}
