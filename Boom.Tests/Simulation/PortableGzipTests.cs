using System.IO.Compression;
using Boom.Simulation.Stamps;
using CsCheck;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class PortableGzipTests
{
    [Fact]
    public void Compress_AnyBytes_PlatformInflatesThem() =>
        Gen.Byte.Array[0, 3000].Sample(bytes => Assert.Equal(bytes, Inflate(PortableGzip.Compress(bytes))));

    [Fact]
    public void Compress_RunsOfAnyLength_PlatformInflatesThem() =>
        Gen.Select(Gen.Byte[0, 3], Gen.Int[1, 700]).Array[0, 20].Sample(runs =>
        {
            var bytes = runs.SelectMany(run => Enumerable.Repeat(run.Item1, run.Item2)).ToArray();
            Assert.Equal(bytes, Inflate(PortableGzip.Compress(bytes)));
        });

    [Fact]
    public void Compress_VerySkewedCounts_KeepsCodesWithinFifteenBits()
    {
        // Fibonacci numbers of each byte: the deepest tree there is.
        var bytes = new List<byte>();
        for (int value = 0, count = 1, next = 1; value < 24; value++, (count, next) = (next, count + next))
        {
            for (var i = 0; i < count; i++)
            {
                bytes.Add((byte)value);
                if (i % 2 == 0)
                    bytes.Add((byte)(200 + (i % 7)));
            }
        }

        Assert.Equal(bytes, Inflate(PortableGzip.Compress([.. bytes])));
    }

    static byte[] Inflate(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        gzip.CopyTo(inflated);
        return inflated.ToArray();
    }
}
