using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Objects;

/// <summary>
/// Draws objects. The ranges are those of the ZTF public survey: peak magnitudes and time constants of supernovae, amplitudes and periods
/// of variable stars, the brightness at which a 30 s exposure sees them.
/// </summary>
static class ObjectFactory
{
    /// <summary>Draws an object of the class, to be seen or not tonight.</summary>
    public static SimulatedObject Draw(ObjectClass objectClass, in ObjectPlace place, ulong key)
    {
        var stream = new SeededStream(key);
        return objectClass switch
        {
            ObjectClass.SnIa => Supernova(place, key, ref stream, objectClass, -19.2, new(3.2, 4.6), new(14, 18), new(22, 30), 0.05),
            ObjectClass.SnIi => Supernova(place, key, ref stream, objectClass, -17, new(2.2, 4), new(35, 55), new(70, 110), 0.15),
            ObjectClass.SnIbc => Supernova(place, key, ref stream, objectClass, -17.6, new(3, 4.6), new(10.5, 14), new(15, 21), 0.3),
            ObjectClass.Tde => Supernova(place, key, ref stream, objectClass, -19.6, new(7, 11), new(35, 60), new(37, 64), -0.2),
            ObjectClass.RrLyrae => Pulsator(place, key, ref stream, objectClass, 0.35, 0.75, [0.5, 0.22, 0.1]),
            ObjectClass.Cepheid => Pulsator(place, key, ref stream, objectClass, 2, 40, [0.5, 0.16]),
            ObjectClass.EclipsingBinary => Binary(place, key, ref stream),
            ObjectClass.Agn => ActiveNucleus(place, key, ref stream),
            ObjectClass.Flare => Flare(place, key, ref stream),
            ObjectClass.Asteroid => Asteroid(place, key, ref stream),
            _ => Artefact(place, key, ref stream),
        };
    }

    static SimulatedObject Supernova(
        in ObjectPlace place,
        ulong key,
        ref SeededStream stream,
        ObjectClass objectClass,
        double absoluteMagnitude,
        Between rise,
        Between fadeG,
        Between fadeR,
        double colour)
    {
        // Numbers grow as 10^(0.6 m) in a uniform universe; the flatter 0.35 keeps some bright ones in a short night.
        var place01 = stream.NextUnit();
        var peakG = 20.4 + (PortableMath.Log10(PortableMath.Pow10(-0.35 * 4.4) + ((1 - PortableMath.Pow10(-0.35 * 4.4)) * place01)) / 0.35);
        var redshift = Redshift(peakG - absoluteMagnitude + (0.3 * stream.NextGaussian()));
        var stretch = 1 + redshift;
        var tonight = place.Field.Tonight[0].Jd;
        var age = stream.NextUniform(-10, objectClass is ObjectClass.SnIi or ObjectClass.Tde ? 45 : 28);
        var riseDays = AbMagnitude.Round(rise.Draw(ref stream) * stretch);
        var peakJd = SurveyClock.RoundJd(tonight - age);
        var lag = objectClass == ObjectClass.Tde ? 0 : stream.NextUniform(1, 3);
        var g = new TransientPeak(peakJd, AbMagnitude.Round(peakG), riseDays, AbMagnitude.Round(fadeG.Draw(ref stream) * stretch));
        var r = new TransientPeak(
            SurveyClock.RoundJd(peakJd + lag),
            AbMagnitude.Round(peakG - colour + (0.05 * stream.NextGaussian())),
            AbMagnitude.Round(riseDays * 1.1),
            AbMagnitude.Round(fadeR.Draw(ref stream) * stretch));
        var hosted = objectClass == ObjectClass.Tde ? Surroundings.Nucleus
            : stream.NextChance(0.8) ? Surroundings.HostGalaxy : Surroundings.Empty;
        return new SimulatedObject
        {
            Key = key,
            Class = objectClass,
            Place = place,
            LightCurve = new TransientCurve(g, r),
            Surroundings = hosted,
            Redshift = redshift,
        };
    }

    static SimulatedObject Pulsator(
        in ObjectPlace place, ulong key, ref SeededStream stream, ObjectClass objectClass, double shortest, double longest, double[] harmonics)
    {
        var meanG = stream.NextUniform(14.5, 19);
        var colour = stream.NextUniform(0.1, objectClass == ObjectClass.Cepheid ? 0.9 : 0.35);
        var swing = stream.NextUniform(0.35, 1.1);
        var period = stream.NextLogUniform(shortest, longest);
        var phase = stream.NextUnit();
        var waves = new Oscillation[harmonics.Length];
        for (var i = 0; i < waves.Length; i++)
        {
            // Harmonics in step with the fundamental steepen the rise.
            waves[i] = new Oscillation(period / (i + 1), AbMagnitude.Round(swing * harmonics[i]), (i + 1) * phase);
        }

        return Permanent(place, key, ref stream, objectClass, Surroundings.Star, Mean(meanG, colour, 0.7, waves), 0.5, null);
    }

    static SimulatedObject Binary(in ObjectPlace place, ulong key, ref SeededStream stream)
    {
        var meanG = AbMagnitude.Round(stream.NextUniform(14, 18.5));
        var meanR = AbMagnitude.Round(meanG - stream.NextUniform(0.2, 1));
        var period = stream.NextLogUniform(0.25, 4);
        var primary = AbMagnitude.Round(stream.NextUniform(0.3, 1));
        var secondary = AbMagnitude.Round(primary * stream.NextUniform(0.3, 0.95));
        var epoch = SurveyClock.RoundJd(2458000 + stream.NextUniform(0, period));
        var curve = new EclipsingCurve(meanG, meanR, period, epoch, AbMagnitude.Round(stream.NextUniform(0.04, 0.09)), primary, secondary);
        return Permanent(place, key, ref stream, ObjectClass.EclipsingBinary, Surroundings.Star, curve, 0.3, null);
    }

    static SimulatedObject ActiveNucleus(in ObjectPlace place, ulong key, ref SeededStream stream)
    {
        // Six incommensurate periods, the longer the stronger, look like the damped random walk of quasars.
        var waves = new Oscillation[6];
        var strength = stream.NextUniform(0.12, 0.3);
        var period = stream.NextUniform(900, 1400);
        for (var i = 0; i < waves.Length; i++)
        {
            waves[i] = new Oscillation(AbMagnitude.Round(period), AbMagnitude.Round(strength), stream.NextUnit());
            period *= stream.NextUniform(0.35, 0.5);
            strength *= 0.68;
        }

        var curve = Mean(stream.NextUniform(16, 19), stream.NextUniform(0, 0.5), 0.85, waves);
        var redshift = AbMagnitude.Round(stream.NextUniform(0.02, 1.8));
        return Permanent(place, key, ref stream, ObjectClass.Agn, Surroundings.Nucleus, curve, 0.35, redshift);
    }

    static SimulatedObject Flare(in ObjectPlace place, ulong key, ref SeededStream stream)
    {
        var tonight = place.Field.Tonight;
        var decay = AbMagnitude.Round(stream.NextUniform(0.01, 0.08));
        var visit = tonight[stream.NextInt(tonight.Length)];
        var start = SurveyClock.RoundJd(visit.Jd - (decay * stream.NextUniform(0, 1.2)));
        var quietG = AbMagnitude.Round(stream.NextUniform(18.5, 21.5));
        var quietR = AbMagnitude.Round(quietG - stream.NextUniform(1.2, 1.5));
        var peakG = AbMagnitude.Round(stream.NextUniform(15.5, 18.5));
        return new SimulatedObject
        {
            Key = key,
            Class = ObjectClass.Flare,
            Place = place,
            LightCurve = new FlareCurve(start, decay, peakG, AbMagnitude.Round(peakG + 0.5), quietG, quietR),
            Surroundings = Surroundings.Star,
        };
    }

    static SimulatedObject Asteroid(in ObjectPlace place, ulong key, ref SeededStream stream)
    {
        var tonight = place.Field.Tonight;
        var visit = tonight[stream.NextInt(tonight.Length)];
        var magnitudeG = AbMagnitude.Round(20.6 - (3.8 * stream.NextUnit() * stream.NextUnit()));
        return new SimulatedObject
        {
            Key = key,
            Class = ObjectClass.Asteroid,
            Place = place,
            LightCurve = new PassingCurve(visit.Jd, magnitudeG, AbMagnitude.Round(magnitudeG - 0.5)),
            Surroundings = Surroundings.Empty,
            AsteroidNumber = 1 + (int)stream.NextLogUniform(5, 700_000),
        };
    }

    static SimulatedObject Artefact(in ObjectPlace place, ulong key, ref SeededStream stream)
    {
        var starG = AbMagnitude.Round(stream.NextUniform(11.5, 17));
        return new SimulatedObject
        {
            Key = key,
            Class = ObjectClass.Artefact,
            Place = place,
            LightCurve = new ArtefactCurve(
                starG, AbMagnitude.Round(starG - stream.NextUniform(0.2, 1)), AbMagnitude.Round(stream.NextUniform(0.02, 0.35))),
            Surroundings = Surroundings.BrightStar,
        };
    }

    static OscillatingCurve Mean(double meanG, double colour, double redFactor, Oscillation[] waves) =>
        new(AbMagnitude.Round(meanG), AbMagnitude.Round(meanG - colour), redFactor, waves);

    static SimulatedObject Permanent(
        in ObjectPlace place,
        ulong key,
        ref SeededStream stream,
        ObjectClass objectClass,
        Surroundings surroundings,
        LightCurve curve,
        double detectedShare,
        double? redshift)
    {
        // The public survey began on 2018-03-17, JD 2458194.
        var start = SurveyClock.RoundJd(stream.NextUniform(2458194, 2458600));
        var years = (place.Field.Tonight[0].Jd - start) / 365.25;
        return new SimulatedObject
        {
            Key = key,
            Class = objectClass,
            Place = place,
            LightCurve = curve,
            Surroundings = surroundings,
            Redshift = redshift,
            EarlierDetections = 1 + (int)(years * 60 * detectedShare * stream.NextUniform(0.5, 1.5)),
            EarlierStartJd = start,
        };
    }

    // Hubble's law with the first correction for deceleration, H0 = 70 km/s/Mpc; exact to a few per cent below 0.3.
    static double Redshift(double distanceModulus)
    {
        var megaparsec = PortableMath.Pow10((distanceModulus - 25) / 5);
        var linear = megaparsec * 70 / 299792.458;
        return AbMagnitude.Round(Math.Max(0.001, linear * (1 - (0.6 * linear))));
    }

    readonly record struct Between(double Low, double High)
    {
        public double Draw(ref SeededStream stream) => stream.NextUniform(Low, High);
    }
}
