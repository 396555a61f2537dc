using System.Globalization;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>Programmes as bits; all bits where there are no programmes.</summary>
static class ProgramMask
{
    public const ulong All = ulong.MaxValue;

    const int Bits = 63;

    /// <exception cref="ArgumentOutOfRangeException">A number is below 0 or above 62.</exception>
    public static ulong Of(IEnumerable<int> programs)
    {
        var mask = 0UL;
        foreach (var program in programs)
        {
            if (program is < 0 or >= Bits)
                throw new ArgumentOutOfRangeException(nameof(programs), string.Create(CultureInfo.InvariantCulture, $"A programme has a number from 0 to {Bits - 1}, not {program}."));
            mask |= 1UL << program;
        }

        return mask;
    }

    /// <summary>Whether a point of this <c>programid</c> is seen; one without is not, where programmes count.</summary>
    public static bool Holds(ulong mask, in FilterValue program)
        => mask == All || (Integers.TryWhole(program, out var number) && number is >= 0 and < Bits && (mask >> (int)number & 1) != 0);
}
