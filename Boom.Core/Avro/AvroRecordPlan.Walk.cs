using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Boom.Core.Avro;

sealed partial class AvroRecordPlan
{
    /// <summary>Passes over one record, every byte of it looked at, and takes the values that have a slot.</summary>
    /// <param name="data">What the record is in.</param>
    /// <param name="position">Its first byte.</param>
    /// <param name="slots">Receives the values.</param>
    /// <returns>The position behind it.</returns>
    /// <exception cref="AvroFormatException">The record is not sound; its position counts from the start of the data.</exception>
    public int Walk(ReadOnlySpan<byte> data, int position, ref AvroSlots slots)
    {
        slots.Clear();
        return Pass(data, position, ref slots);
    }

    int Pass(ReadOnlySpan<byte> data, int position, ref AvroSlots slots)
    {
        foreach (ref readonly var step in _steps.AsSpan())
        {
            if (step.NullByte != AvroPlanStep.Never && !IsPresent(data, ref position, step))
                continue;
            switch (step.Wire)
            {
                case AvroWire.Float:
                    Need(data, position, 4);
                    if (step.Slot >= 0)
                        Take(step, (double)BinaryPrimitives.ReadSingleLittleEndian(data[position..]), ref slots);
                    position += 4;
                    break;
                case AvroWire.Double:
                    Need(data, position, 8);
                    if (step.Slot >= 0)
                        Take(step, BinaryPrimitives.ReadDoubleLittleEndian(data[position..]), ref slots);
                    position += 8;
                    break;
                case AvroWire.Int:
                    Take(step, ReadInt(data, ref position), ref slots);
                    break;
                case AvroWire.Long:
                    Take(step, ReadLong(data, ref position), ref slots);
                    break;
                case AvroWire.Boolean:
                    slots.Set(step.Slot, ReadBoolean(data, ref position));
                    break;
                case AvroWire.Slice:
                    var length = ReadLength(data, ref position);
                    slots.Set(step.Slot, ((long)position << 32) | (uint)length);
                    position += length;
                    break;
                default:
                    WalkSlow(data, ref position, step, ref slots);
                    break;
            }
        }

        return position;
    }

    static void WalkSlow(ReadOnlySpan<byte> data, ref int position, in AvroPlanStep step, ref AvroSlots slots)
    {
        if (step.Nested is { } nested)
        {
            position = step.Wire == AvroWire.Record ? nested.Pass(data, position, ref slots) : nested.PassItems(data, position, step.Schema!.Items!, ref slots);
            return;
        }

        var reader = At(data, position);
        if (step.Wire == AvroWire.Other)
            step.Schema!.Skip(ref reader);
        else if (AvroConversion.TryRead(ref reader, step.Schema!, step.Target, out var bits) && !(bits == 0 && step.ZeroIsAbsent))
            slots.Set(step.Slot, bits);
        position = reader.Position;
    }

    int PassItems(ReadOnlySpan<byte> data, int position, AvroSchema items, ref AvroSlots slots)
    {
        while (true)
        {
            var reader = At(data, position);
            var count = reader.ReadBlock(items.MinimumBytes, out _);
            position = reader.Position;
            if (count == 0)
                return position;
            for (var i = 0; i < count; i++)
                position = Pass(data, position, ref slots);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsPresent(ReadOnlySpan<byte> data, ref int position, in AvroPlanStep step)
    {
        if ((uint)position < (uint)data.Length)
        {
            var first = data[position];
            if (first == step.ValueByte)
            {
                position++;
                return true;
            }

            if (first == step.NullByte)
            {
                position++;
                return false;
            }
        }

        return IsPresentSlow(data, ref position, step.NullByte);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static bool IsPresentSlow(ReadOnlySpan<byte> data, ref int position, byte nullByte)
    {
        var reader = At(data, position);
        var isPresent = reader.ReadBranch(2) != nullByte / 2;
        position = reader.Position;
        return isPresent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Take(in AvroPlanStep step, double value, ref AvroSlots slots)
    {
        if (double.IsFinite(value))
            slots.Set(step.Slot, BitConverter.DoubleToInt64Bits(value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Take(in AvroPlanStep step, long value, ref AvroSlots slots)
    {
        if (value != 0 || !step.ZeroIsAbsent)
            slots.Set(step.Slot, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Need(ReadOnlySpan<byte> data, int position, int count)
    {
        if (data.Length - position < count)
            At(data, position).Skip(count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static long ReadBoolean(ReadOnlySpan<byte> data, ref int position)
    {
        if ((uint)position < (uint)data.Length && data[position] is var value and <= 1)
        {
            position++;
            return value;
        }

        At(data, position).ReadBoolean();
        return 0;
    }

    static int ReadInt(ReadOnlySpan<byte> data, ref int position)
    {
        if ((uint)position < (uint)data.Length && data[position] is var single and < 0x80)
        {
            position++;
            return (single >> 1) ^ -(single & 1);
        }

        var reader = At(data, position);
        var value = reader.ReadInt();
        position = reader.Position;
        return value;
    }

    static long ReadLong(ReadOnlySpan<byte> data, ref int position)
    {
        var reader = At(data, position);
        var value = reader.ReadLong();
        position = reader.Position;
        return value;
    }

    static int ReadLength(ReadOnlySpan<byte> data, ref int position)
    {
        var reader = At(data, position);
        var slice = reader.ReadSlice();
        position = slice.Offset;
        return slice.Length;
    }

    static AvroReader At(ReadOnlySpan<byte> data, int position)
    {
        var reader = new AvroReader(data);
        reader.Skip(position);
        return reader;
    }
}
