using System.Text;

namespace Boom.Tests.Inference;

/// <summary>
/// A network of the smallest kind as an ONNX file, with images in the order of PyTorch: the sigmoid of the sum of each channel's mean and of the numbers.
/// The format is a few messages of Protocol Buffers (onnx.proto, opset 13).
/// </summary>
static class TinyNetwork
{
    /// <summary>Its bytes.</summary>
    /// <param name="channels">Channels of <c>image</c> [N, channels, size, size].</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="numbers">Numbers of <c>values</c> [N, numbers].</param>
    /// <param name="weight">Of every mean and number.</param>
    /// <param name="bias">Added to the sum.</param>
    public static byte[] Build(int channels, int size, int numbers, float weight = 1, float bias = 0)
    {
        byte[] graph =
        [
            .. Message(1, Node("GlobalAveragePool", ["image"], "means")),
            .. Message(1, Node("Flatten", ["means"], "flat")),
            .. Message(1, Node("Concat", ["flat", "values"], "all", Axis(1))),
            .. Message(1, Node("Gemm", ["all", "weights", "bias"], "sum")),
            .. Message(1, Node("Sigmoid", ["sum"], "score")),
            .. Text(2, "tiny"),
            .. Message(5, Tensor("weights", [channels + numbers, 1], weight)),
            .. Message(5, Tensor("bias", [1], bias)),
            .. Message(11, Value("image", channels, size, size)),
            .. Message(11, Value("values", numbers)),
            .. Message(12, Value("score", 1)),
        ];
        return [.. Number(1, 7), .. Message(7, graph), .. Message(8, [.. Text(1, ""), .. Number(2, 13)])];
    }

    /// <summary>One without images: the sigmoid of the sum of <c>values</c> [N, numbers] times the weight.</summary>
    public static byte[] BuildNumbers(int numbers, float weight)
    {
        byte[] graph =
        [
            .. Message(1, Node("Gemm", ["values", "weights", "bias"], "sum")),
            .. Message(1, Node("Sigmoid", ["sum"], "score")),
            .. Text(2, "numbers"),
            .. Message(5, Tensor("weights", [numbers, 1], weight)),
            .. Message(5, Tensor("bias", [1], 0)),
            .. Message(11, Value("values", numbers)),
            .. Message(12, Value("score", 1)),
        ];
        return [.. Number(1, 7), .. Message(7, graph), .. Message(8, [.. Text(1, ""), .. Number(2, 13)])];
    }

    static byte[] Node(string operation, string[] inputs, string output, byte[]? attribute = null) =>
        [.. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(4, operation), .. attribute is null ? [] : Message(5, attribute)];

    static byte[] Axis(long axis) => [.. Text(1, "axis"), .. Number(3, axis), .. Number(20, 2)];

    static byte[] Tensor(string name, long[] shape, float value) =>
    [
        .. shape.SelectMany(axis => Number(1, axis)),
        .. Number(2, 1),
        .. Text(8, name),
        .. Message(9, [.. Enumerable.Repeat(BitConverter.GetBytes(value), (int)shape.Aggregate(1L, (product, axis) => product * axis)).SelectMany(bytes => bytes)]),
    ];

    static byte[] Value(string name, params long[] axes)
    {
        byte[] shape = [.. Message(1, Text(2, "N")), .. axes.SelectMany(axis => Message(1, Number(1, axis)))];
        return [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, 1), .. Message(2, shape)]))];
    }

    static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    static byte[] Message(int field, byte[] bytes) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)bytes.Length), .. bytes];

    static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
