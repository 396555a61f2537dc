using System.Numerics;

namespace Boom.Lab.Bench;

/// <summary>Tells the pace of a run from what its start and its end take.</summary>
internal static class Middle
{
    /// <summary>
    /// Of looks at something on its way from one number to another, the first at which a tenth of the way was done, and the last at which no more
    /// than nine tenths were. Where there are no two such looks, the first of all and the last.
    /// </summary>
    public static (T First, T Last) Of<T, TNumber>(List<T> looks, Func<T, TNumber> done, TNumber from, TNumber to)
        where TNumber : INumber<TNumber>
    {
        var tenth = (to - from) / TNumber.CreateChecked(10);
        var first = looks.FindIndex(look => done(look) >= from + tenth);
        var last = looks.FindLastIndex(look => done(look) <= to - tenth);
        return first < 0 || last <= first ? (looks[0], looks[^1]) : (looks[first], looks[last]);
    }
}
