using System.Globalization;

namespace Boom.Simulation.Objects;

/// <summary>How the objects of a simulated night divide into classes: relative weights, which need not add up to 1.</summary>
public sealed class ClassMix : IEquatable<ClassMix>
{
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

    /// <summary>Reads <see cref="ToText"/>; classes that are not named have weight 0.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out ClassMix mix)
    {
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
