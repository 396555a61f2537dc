using System.Globalization;
using System.Text;

namespace Boom.Simulation.Objects;

/// <summary>
/// How the objects of a simulated night divide into classes: relative weights, which need not add up to 1. The defaults have far more
/// supernovae than the real sky, so that a short night has some of every type.
/// </summary>
public sealed record ClassMix
{
    const int ClassCount = (int)ObjectClass.Artefact + 1;

    /// <summary>Weight of supernovae Ia.</summary>
    public double SnIa { get; init; } = 0.08;

    /// <summary>Weight of supernovae II.</summary>
    public double SnIi { get; init; } = 0.05;

    /// <summary>Weight of supernovae Ib and Ic.</summary>
    public double SnIbc { get; init; } = 0.03;

    /// <summary>Weight of tidal disruption events.</summary>
    public double Tde { get; init; } = 0.02;

    /// <summary>Weight of RR Lyrae stars.</summary>
    public double RrLyrae { get; init; } = 0.2;

    /// <summary>Weight of Cepheids.</summary>
    public double Cepheid { get; init; } = 0.06;

    /// <summary>Weight of eclipsing binaries.</summary>
    public double EclipsingBinary { get; init; } = 0.12;

    /// <summary>Weight of active galactic nuclei.</summary>
    public double Agn { get; init; } = 0.12;

    /// <summary>Weight of stellar flares.</summary>
    public double Flare { get; init; } = 0.03;

    /// <summary>Weight of asteroids.</summary>
    public double Asteroid { get; init; } = 0.18;

    /// <summary>Weight of subtraction artefacts.</summary>
    public double Artefact { get; init; } = 0.11;

    /// <summary>Weight of a class.</summary>
    public double Weight(ObjectClass objectClass) => objectClass switch
    {
        ObjectClass.SnIa => SnIa,
        ObjectClass.SnIi => SnIi,
        ObjectClass.SnIbc => SnIbc,
        ObjectClass.Tde => Tde,
        ObjectClass.RrLyrae => RrLyrae,
        ObjectClass.Cepheid => Cepheid,
        ObjectClass.EclipsingBinary => EclipsingBinary,
        ObjectClass.Agn => Agn,
        ObjectClass.Flare => Flare,
        ObjectClass.Asteroid => Asteroid,
        _ => Artefact,
    };

    /// <summary>Share of a class, 0 to 1.</summary>
    public double Fraction(ObjectClass objectClass) => Weight(objectClass) / Total();

    /// <summary>The class at a place in [0, 1) of the cumulated shares.</summary>
    internal ObjectClass Pick(double place)
    {
        var left = place * Total();
        var last = ObjectClass.SnIa;
        for (var i = 0; i < ClassCount; i++)
        {
            var weight = Weight((ObjectClass)i);
            if (weight <= 0)
                continue;
            last = (ObjectClass)i;
            left -= weight;
            if (left < 0)
                break;
        }

        return last;
    }

    internal bool IsValid()
    {
        for (var i = 0; i < ClassCount; i++)
        {
            if (!(Weight((ObjectClass)i) is >= 0 and <= 1e6))
                return false;
        }

        return Total() > 0;
    }

    /// <summary>Text such as <c>SnIa:0.5,Agn:0.5</c>; classes of weight 0 are left out.</summary>
    internal string ToText()
    {
        var text = new StringBuilder();
        for (var i = 0; i < ClassCount; i++)
        {
            var weight = Weight((ObjectClass)i);
            if (weight > 0)
                text.Append(text.Length > 0 ? "," : "").Append((ObjectClass)i).Append(':').Append(weight.ToString("R", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>Reads <see cref="ToText"/>; classes that are not named have weight 0.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out ClassMix mix)
    {
        var weights = new double[ClassCount];
        mix = new ClassMix();
        foreach (var range in text.Split(','))
        {
            var pair = text[range];
            var colon = pair.IndexOf(':');
            if (colon <= 0 || !char.IsAsciiLetter(pair[0]) || !Enum.TryParse<ObjectClass>(pair[..colon], ignoreCase: true, out var objectClass) || !Enum.IsDefined(objectClass)
                || !double.TryParse(pair[(colon + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out weights[(int)objectClass]))
            {
                return false;
            }
        }

        mix = new ClassMix
        {
            SnIa = weights[(int)ObjectClass.SnIa],
            SnIi = weights[(int)ObjectClass.SnIi],
            SnIbc = weights[(int)ObjectClass.SnIbc],
            Tde = weights[(int)ObjectClass.Tde],
            RrLyrae = weights[(int)ObjectClass.RrLyrae],
            Cepheid = weights[(int)ObjectClass.Cepheid],
            EclipsingBinary = weights[(int)ObjectClass.EclipsingBinary],
            Agn = weights[(int)ObjectClass.Agn],
            Flare = weights[(int)ObjectClass.Flare],
            Asteroid = weights[(int)ObjectClass.Asteroid],
            Artefact = weights[(int)ObjectClass.Artefact],
        };
        return mix.IsValid();
    }

    double Total()
    {
        var total = 0.0;
        for (var i = 0; i < ClassCount; i++)
            total += Weight((ObjectClass)i);
        return total;
    }
}
