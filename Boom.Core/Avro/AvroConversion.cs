namespace Boom.Core.Avro;

/// <summary>
/// Values whose type in the packet is not the one asked for, and unions of several types. What does not fit (docs/decisions/0011-numbers-that-fit.md) counts as
/// absent here: it costs the field, not the record.
/// </summary>
static class AvroConversion
{
    const double ExactInDouble = 1L << 53;
    const double ExactInSingle = 1L << 24;

    /// <summary>Reads a value; false when it is null, not finite or does not fit.</summary>
    /// <param name="reader">At the value; left behind it.</param>
    /// <param name="schema">The writer's type.</param>
    /// <param name="target">What it becomes.</param>
    /// <param name="bits">The value as <see cref="AvroSlots"/> holds it.</param>
    internal static bool TryRead(ref AvroReader reader, AvroSchema schema, AvroTarget target, out long bits)
    {
        bits = 0;
        switch (schema.Type)
        {
            case AvroType.Union:
                return TryRead(ref reader, schema.Branches[reader.ReadBranch(schema.Branches.Count)], target, out bits);
            case AvroType.Boolean:
                bits = reader.ReadBoolean() ? 1 : 0;
                return true;
            case AvroType.Int or AvroType.Long:
                return TryFit(reader.ReadLong(), target, out bits);
            case AvroType.Float:
                return TryFit(reader.ReadFloat(), ExactInSingle, target, out bits);
            case AvroType.Double:
                return TryFit(reader.ReadDouble(), ExactInDouble, target, out bits);
            case AvroType.Bytes or AvroType.String:
                var slice = reader.ReadSlice();
                bits = ((long)slice.Offset << 32) | (uint)slice.Length;
                return true;
            default:
                schema.Skip(ref reader);
                return false;
        }
    }

    static bool TryFit(long value, AvroTarget target, out long bits)
    {
        bits = target switch
        {
            AvroTarget.Double => BitConverter.DoubleToInt64Bits(value),
            AvroTarget.Single => BitConverter.DoubleToInt64Bits((float)value),
            _ => value,
        };
        return target != AvroTarget.Int32 || value == (int)value;
    }

    static bool TryFit(double value, double exact, AvroTarget target, out long bits)
    {
        if (target is AvroTarget.Double or AvroTarget.Single)
        {
            var number = target == AvroTarget.Single ? (float)value : value;
            bits = BitConverter.DoubleToInt64Bits(number);
            return double.IsFinite(number);
        }

        var isWhole = Math.Abs(value) <= exact && value == Math.Truncate(value);
        bits = isWhole ? (long)value : 0;
        return isWhole && (target != AvroTarget.Int32 || bits == (int)bits);
    }
}
