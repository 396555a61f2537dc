using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Boom.Core.Avro;

sealed partial class AvroRecordPlan
{
    /// <summary>Writes the elements of a record that <see cref="Walk"/> has passed, and takes the values that have a slot. Absent values are left out.</summary>
    /// <param name="data">What the record is in.</param>
    /// <param name="position">Its first byte.</param>
    /// <param name="output">Receives the elements; of at least <see cref="MaximumBytes"/>.</param>
    /// <param name="slots">Receives the values.</param>
    /// <returns>Number of bytes written.</returns>
    public int Write(ReadOnlySpan<byte> data, int position, Span<byte> output, ref AvroSlots slots)
    {
        slots.Clear();
        var written = 0;
        foreach (ref readonly var step in _steps.AsSpan())
        {
            if (step.NullByte != AvroPlanStep.Never && !IsPresent(data, ref position, step))
                continue;
            switch (step.Wire)
            {
                case AvroWire.Float:
                    if (step.Target != AvroTarget.None)
                        Put(step, (double)BinaryPrimitives.ReadSingleLittleEndian(data[position..]), output, ref written, ref slots);
                    position += 4;
                    break;
                case AvroWire.Double:
                    if (step.Target != AvroTarget.None)
                        Put(step, BinaryPrimitives.ReadDoubleLittleEndian(data[position..]), output, ref written, ref slots);
                    position += 8;
                    break;
                case AvroWire.Int:
                    Put(step, ReadInt(data, ref position), output, ref written, ref slots);
                    break;
                case AvroWire.Long:
                    Put(step, ReadLong(data, ref position), output, ref written, ref slots);
                    break;
                case AvroWire.Boolean:
                    Put(step, ReadBoolean(data, ref position), output, ref written, ref slots);
                    break;
                case AvroWire.Slice:
                    var length = ReadLength(data, ref position);
                    Put(step, ((long)position << 32) | (uint)length, output, ref written, ref slots, data);
                    position += length;
                    break;
                default:
                    WriteSlow(data, ref position, step, output, ref written, ref slots);
                    break;
            }
        }

        return written;
    }

    void WriteSlow(ReadOnlySpan<byte> data, ref int position, in AvroPlanStep step, Span<byte> output, ref int written, ref AvroSlots slots)
    {
        if (step.Wire != AvroWire.Converted)
        {
            WalkSlow(data, ref position, step, ref slots);
            return;
        }

        var reader = At(data, position);
        if (AvroConversion.TryRead(ref reader, step.Schema!, step.Target, out var bits))
            Put(step, bits, output, ref written, ref slots, data);
        position = reader.Position;
    }

    void Put(in AvroPlanStep step, double value, Span<byte> output, ref int written, ref AvroSlots slots)
    {
        if (!double.IsFinite(value))
            return;
        slots.Set(step.Slot, BitConverter.DoubleToInt64Bits(value));
        if (step.HeadLength == 0)
            return;
        PutHead(step, output, ref written);
        BinaryPrimitives.WriteDoubleLittleEndian(output[written..], value);
        written += 8;
    }

    void Put(in AvroPlanStep step, long bits, Span<byte> output, ref int written, ref AvroSlots slots, ReadOnlySpan<byte> data = default)
    {
        if (bits == 0 && step.ZeroIsAbsent)
            return;
        slots.Set(step.Slot, bits);
        if (step.HeadLength == 0)
            return;
        PutHead(step, output, ref written);
        switch (step.Target)
        {
            case AvroTarget.Boolean:
                output[written++] = (byte)bits;
                break;
            case AvroTarget.Int32:
                BinaryPrimitives.WriteInt32LittleEndian(output[written..], (int)bits);
                written += 4;
                break;
            case AvroTarget.String:
                PutText(data.Slice((int)(bits >> 32), (int)bits), output, ref written);
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(output[written..], bits);
                written += 8;
                break;
        }
    }

    void PutHead(in AvroPlanStep step, Span<byte> output, ref int written)
    {
        var heads = _heads.AsSpan(step.HeadOffset);
        var target = output[written..];
        for (var i = 0; i < step.HeadLength; i += Piece)
            Vector128.Create<byte>(heads[i..]).CopyTo(target[i..]);
        written += step.HeadLength;
    }

    static void PutText(ReadOnlySpan<byte> text, Span<byte> output, ref int written)
    {
        var target = output[(written + 4)..];
        int length;
        if (Utf8.IsValid(text))
        {
            text.CopyTo(target);
            length = text.Length;
        }
        else
        {
            length = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text), target);
        }

        BinaryPrimitives.WriteInt32LittleEndian(output[written..], length + 1);
        target[length] = 0;
        written += length + 5;
    }
}
