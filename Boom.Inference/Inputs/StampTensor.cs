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

        var norm = _input.Normalise == StampNorm.L2 ? Norm(image, fromX, fromY, width, height) : 0;
        for (var y = 0; y < height; y++)
        {
            var row = image.Pixels.Slice(((fromY + y) * image.Width) + fromX, width);
            var target = (((toY + y) * size) + toX) * step;
            foreach (var pixel in row)
            {
                stamp[target] = norm == 0 ? Finite(pixel) : Finite(pixel) / norm;
                target += step;
            }
        }
    }

    // Root of the sum of the squares of the pixels that are taken.
    static float Norm(in PooledImage image, int fromX, int fromY, int width, int height)
    {
        var sum = 0.0;
        for (var y = 0; y < height; y++)
        {
            foreach (var pixel in image.Pixels.Slice(((fromY + y) * image.Width) + fromX, width))
            {
                var value = Finite(pixel);
                sum += (double)value * value;
            }
        }

        return (float)Math.Sqrt(sum);
    }

    // As the networks' authors count: an odd pixel more of padding goes before the image.
    static (int From, int To, int Count) Overlap(int length, int size) =>
        length <= size ? (0, (size - length + 1) / 2, length) : ((length - size) / 2, 0, size);

    static float Finite(float pixel) => float.IsFinite(pixel) ? pixel : float.IsNaN(pixel) ? 0 : pixel > 0 ? float.MaxValue : float.MinValue;
}
