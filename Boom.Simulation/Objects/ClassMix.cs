using System.Globalization;

namespace Boom.Simulation.Objects;

/// <summary>How the objects of a simulated night divide into classes: relative weights, which need not add up to 1.</summary>
public sealed class ClassMix : IEquatable<ClassMix>
{
    /// <summary>What <see cref="Real"/> is called.</summary>
    public const string RealName = "real";

    static readonly ObjectClass[] Classes = Enum.GetValues<ObjectClass>();

    readonly double[] _weights;
    readonly double _total;

    internal ClassMix(Func<ObjectClass, double> weightOf)
    {
        _weights = Array.ConvertAll(Classes, objectClass => weightOf(objectClass));
        _total = _weights.Sum();
    }

    /// <summary>It has far more supernovae than the real sky, so that a short night has some of every type.</summary>
    public static ClassMix Default { get; } = new(objectClass => objectClass switch
    {
        ObjectClass.SnIa => 0.08,
        ObjectClass.SnIi => 0.05,
        ObjectClass.SnIbc => 0.03,
        ObjectClass.Tde => 0.02,
        ObjectClass.RrLyrae => 0.2,
        ObjectClass.Cepheid => 0.06,
        ObjectClass.EclipsingBinary => 0.12,
        ObjectClass.Agn => 0.12,
        ObjectClass.Flare => 0.03,
        ObjectClass.Asteroid => 0.18,
        _ => 0.11,
    });

    /// <summary>
    /// Shares near those of a night of ZTF: one object in 125 is a supernova or a tidal disruption. What filters let pass of it is a measure of what they would
    /// let pass of the sky.
    /// </summary>
    public static ClassMix Real { get; } = new(objectClass => objectClass switch
    {
        ObjectClass.SnIa => 0.005,
        ObjectClass.SnIi => 0.002,
        ObjectClass.SnIbc => 0.0008,
        ObjectClass.Tde => 0.0002,
        ObjectClass.RrLyrae => 0.2,
        ObjectClass.Cepheid => 0.05,
        ObjectClass.EclipsingBinary => 0.22,
        ObjectClass.Agn => 0.12,
        ObjectClass.Flare => 0.002,
        ObjectClass.Asteroid => 0.25,
        _ => 0.15,
    });

    /// <inheritdoc/>
    public bool Equals(ClassMix? other) => other is not null && _weights.AsSpan().SequenceEqual(other._weights);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassMix);

    /// <inheritdoc/>
    public override int GetHashCode() => _total.GetHashCode();

    internal double Weight(ObjectClass objectClass) => _weights[(int)objectClass];

    /// <summary>The class at a place in [0, 1) of the cumulated shares.</summary>
    internal ObjectClass Pick(double place)
    {
        var left = place * _total;
        var last = ObjectClass.SnIa;
        foreach (var objectClass in Classes)
        {
            if (Weight(objectClass) <= 0)
                continue;
            last = objectClass;
            left -= Weight(objectClass);
            if (left < 0)
                break;
        }

        return last;
    }

    internal bool IsValid() => Array.TrueForAll(_weights, weight => weight is >= 0 and <= 1e6) && _total > 0;

    /// <summary>Text such as <c>SnIa:0.5,Agn:0.5</c>; classes of weight 0 are left out.</summary>
    internal string ToText() => string.Join(
        ',',
        Classes.Where(objectClass => Weight(objectClass) > 0).Select(objectClass => FormattableString.Invariant($"{objectClass}:{Weight(objectClass):R}")));

    /// <summary>Reads <c>real</c>, or text such as <c>SnIa:0.5,Agn:0.5</c>; classes that are not named have weight 0.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ClassMix mix)
    {
        if (text.Equals(RealName, StringComparison.OrdinalIgnoreCase))
        {
            mix = Real;
            return true;
        }

        var weights = new double[Classes.Length];
        mix = Default;
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

        mix = new ClassMix(objectClass => weights[(int)objectClass]);
        return mix.IsValid();
    }
}
