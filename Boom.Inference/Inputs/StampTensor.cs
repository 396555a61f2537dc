using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Boom.Core.Bson;
using Boom.Core.Fits;

namespace Boom.Inference.Inputs;

/// <summary>
/// Cutouts as a tensor of channels: smaller ones padded with zeros round the centre, larger ones cropped, NaN 0, ±∞ the largest number of its sign,
/// then normalised. A cutout that cannot be read is told with its name.
/// </summary>
sealed class StampTensor : InputTensor
{
    const int LineLength = 256;
    const string Damaged = "stamp: the cutouts are damaged in the store";

    readonly ModelInput _input;
    readonly byte[][] _names;

    public StampTensor(ModelInput input)
        : base(input) => (_input, _names) = (input, [.. input.Stamps.Select(Encoding.UTF8.GetBytes)]);

    protected override string? Fill(in AlertInputs alert, Span<float> values)
    {
        if (alert.Cutouts is not { } cutouts)
            return Damaged;
        if (cutouts.IsEmpty)
            return NetworkOutcome.NoCutouts;
        try
        {
            for (var channel = 0; channel < _names.Length; channel++)
            {
                if (Fill(cutouts, channel, values) is { } problem)
                    return $"stamp: {_input.Stamps[channel]}: {problem}";
            }

            return null;
        }
        catch (BsonFormatException)
        {
            return Damaged;
        }
    }

    string? Fill(ReadOnlyMemory<byte> cutouts, int channel, Span<float> values)
    {
        var reader = new BsonReader(cutouts.Span);
        if (!reader.Find(_names[channel]) || reader.Type != BsonType.Binary)
            return "it is missing";
        var bytes = reader.AsBinary();
        try
        {
            using var image = FitsReader.ReadPooled(MemoryOf(cutouts, bytes));
            Write(image, channel, values);
            return null;
        }
        catch (FitsFormatException fault)
        {
            return fault.Message;
        }
    }

    // The span is a part of the memory.
    static ReadOnlyMemory<byte> MemoryOf(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> part)
    {
        var offset = System.Runtime.CompilerServices.Unsafe.ByteOffset(ref MemoryMarshal.GetReference(whole.Span), ref MemoryMarshal.GetReference(part));
        return whole.Slice((int)offset, part.Length);
    }

    void Write(in PooledImage image, int channel, Span<float> values)
    {
        var size = _input.Size;
        var (first, step) = _input.Layout == StampLayout.Nhwc ? (channel, _input.Stamps.Length) : (channel * size * size, 1);
        var stamp = values[first..];
        var (fromX, toX, width) = Overlap(image.Width, size);
        var (fromY, toY, height) = Overlap(image.Height, size);
        if (width < size || height < size)
        {
            for (var at = 0; at < size * size; at++)
                stamp[at * step] = 0;
        }

        var sum = Sum(image, fromX, fromY, width, height, isFinite: true);

        // What is not a finite number shows in the sum.
        var isFinite = double.IsFinite(sum);
        if (!isFinite)
            sum = Sum(image, fromX, fromY, width, height, isFinite: false);
        var norm = _input.Normalise == StampNorm.L2 && sum > 0 ? (float)Math.Sqrt(sum) : 1;
        Span<float> line = stackalloc float[Math.Min(width, LineLength)];
        for (var y = 0; y < height; y++)
        {
            var row = image.Pixels.Slice(((fromY + y) * image.Width) + fromX, width);
            var target = (((toY + y) * size) + toX) * step;
            for (var x = 0; x < width; x += line.Length)
            {
                var part = line[..Math.Min(line.Length, width - x)];
                Divide(row.Slice(x, part.Length), norm, isFinite, part);
                foreach (var value in part)
                {
                    stamp[target] = value;
                    target += step;
                }
            }
        }
    }

    // Sum of the squares of the pixels that are taken.
    static double Sum(in PooledImage image, int fromX, int fromY, int width, int height, bool isFinite)
    {
        var sum = 0.0;
        for (var y = 0; y < height; y++)
        {
            var row = image.Pixels.Slice(((fromY + y) * image.Width) + fromX, width);
            sum += isFinite ? SumOfFinite(row) : SumOfAny(row);
        }

        return sum;
    }

    static double SumOfAny(ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        foreach (var pixel in row)
        {
            var value = (double)Finite(pixel);
            sum += value * value;
        }

        return sum;
    }

    static double SumOfFinite(ReadOnlySpan<float> row)
    {
        var (first, second) = (Vector<double>.Zero, Vector<double>.Zero);
        var x = 0;
        for (; x <= row.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[x..]), out var low, out var high);
            first += low * low;
            second += high * high;
        }

        var sum = Vector.Sum(first + second);
        for (; x < row.Length; x++)
            sum += (double)row[x] * row[x];
        return sum;
    }

    static void Divide(ReadOnlySpan<float> row, float norm, bool isFinite, Span<float> quotients)
    {
        var x = 0;
        for (; isFinite && x <= row.Length - Vector<float>.Count; x += Vector<float>.Count)
            (new Vector<float>(row[x..]) / norm).CopyTo(quotients[x..]);
        for (; x < row.Length; x++)
            quotients[x] = Finite(row[x]) / norm;
    }

    // As the networks' authors count: an odd pixel more of padding goes before the image.
    static (int From, int To, int Count) Overlap(int length, int size) =>
        length <= size ? (0, (size - length + 1) / 2, length) : ((length - size) / 2, 0, size);

    static float Finite(float pixel) => float.IsFinite(pixel) ? pixel : float.IsNaN(pixel) ? 0 : pixel > 0 ? float.MaxValue : float.MinValue;
}
