using System.Diagnostics.CodeAnalysis;

namespace Boom.Core.Avro;

/// <summary>
/// Numbers whose type in the packet is wider than Boom's, read where the value fits (docs/decisions/0011-numbers-that-fit.md): within the
/// range of the type asked for, and whole where a whole number is asked for. NaN and infinities stay what they are in floating point.
/// Anything else throws <see cref="AvroFormatException"/> with <see cref="AvroFault.OutOfRange"/> at the first byte of the value.
/// </summary>
static class AvroNumbers
{
    // Whole numbers beyond these have neighbours that the type cannot tell from them: an identifier written so is not certain.
    const double ExactInDouble = 1L << 53;
    const double ExactInSingle = 1L << 24;

    internal static float DoubleToFloat(ref AvroReader reader)
    {
        var position = reader.Position;
        var value = reader.ReadDouble();
        var single = (float)value;
        if (float.IsInfinity(single) && double.IsFinite(value))
            Throw(FormattableString.Invariant($"{value} is beyond single precision"), position);
        return single;
    }

    internal static int LongToInt(ref AvroReader reader)
    {
        var position = reader.Position;
        return ToInt(reader.ReadLong(), position);
    }

    internal static long DoubleToLong(ref AvroReader reader)
    {
        var position = reader.Position;
        return Whole(reader.ReadDouble(), ExactInDouble, position);
    }

    internal static int DoubleToInt(ref AvroReader reader)
    {
        var position = reader.Position;
        return ToInt(Whole(reader.ReadDouble(), ExactInDouble, position), position);
    }

    internal static long FloatToLong(ref AvroReader reader)
    {
        var position = reader.Position;
        return Whole(reader.ReadFloat(), ExactInSingle, position);
    }

    internal static int FloatToInt(ref AvroReader reader)
    {
        var position = reader.Position;
        return ToInt(Whole(reader.ReadFloat(), ExactInSingle, position), position);
    }

    internal static AvroFlag DoubleToFlag(ref AvroReader reader) => new(reader.ReadDouble() == 1);

    internal static AvroFlag FloatToFlag(ref AvroReader reader) => new(reader.ReadFloat() == 1);

    static int ToInt(long value, int position)
    {
        if (value != (int)value)
            Throw($"{value} is beyond 32 bits", position);
        return (int)value;
    }

    static long Whole(double value, double limit, int position)
    {
        if (!(Math.Abs(value) <= limit) || value != Math.Truncate(value))
            Throw(FormattableString.Invariant($"{value} is no whole number up to {limit}"), position);
        return (long)value;
    }

    [DoesNotReturn]
    static void Throw(string what, int position) => throw new AvroFormatException(AvroFault.OutOfRange, $"the value {what}", position);
}
