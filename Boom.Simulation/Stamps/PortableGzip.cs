using System.Buffers.Binary;
using System.IO.Hashing;

namespace Boom.Simulation.Stamps;

/// <summary>
/// Gzip of our own, so that stamps are the same bytes everywhere: those of the platform's zlib depend on its version and processor.
/// One deflate block with Huffman codes of its own (RFC 1951, 3.2.7); of matches it knows only runs of one byte. On noise, which is what
/// stamps are made of, that packs about as well as gzip does.
/// </summary>
static class PortableGzip
{
    const int EndOfBlock = 256;
    const int LiteralCodeCount = 286;
    const int LongestRun = 258;
    const int LongestRunCode = 285;
    const int ShortestRun = 3;

    // Runs of 3 to 10 bytes are codes 257 to 264, without extra bits; longer ones than that have extra bits until 258.
    const int LongestShortRun = 10;
    const int ShortRunCode = 257;

    public static byte[] Compress(ReadOnlySpan<byte> data)
    {
        var symbols = Tokenize(data);
        var counts = new int[LiteralCodeCount];
        foreach (var symbol in symbols)
            counts[symbol]++;
        // A code needs two symbols; with no data there would be the end of the block alone.
        counts[ShortRunCode]++;
        var lengths = HuffmanCode.Lengths(counts, 15);
        var codes = HuffmanCode.Codes(lengths);
        var output = new DeflateBits(data.Length + 1024);
        output.WriteBytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]);
        WriteTables(output, lengths);
        foreach (var symbol in symbols)
        {
            output.WriteBits(codes[symbol], lengths[symbol]);
            // Every run repeats the byte before it: distance 1, whose code is one bit.
            if (symbol > EndOfBlock)
                output.WriteBits(0, 1);
        }

        output.FlushByte();
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.HashToUInt32(data));
        BinaryPrimitives.WriteInt32LittleEndian(trailer[4..], data.Length);
        output.WriteBytes(trailer);
        return output.ToArray();
    }

    static List<int> Tokenize(ReadOnlySpan<byte> data)
    {
        var symbols = new List<int>(data.Length + 1);
        for (var i = 0; i < data.Length;)
        {
            var run = 0;
            if (i > 0)
            {
                while (run < LongestRun && i + run < data.Length && data[i + run] == data[i - 1])
                    run++;
            }

            if (run < ShortestRun)
            {
                symbols.Add(data[i++]);
                continue;
            }

            run = run == LongestRun ? run : Math.Min(run, LongestShortRun);
            symbols.Add(run == LongestRun ? LongestRunCode : ShortRunCode + run - ShortestRun);
            i += run;
        }

        symbols.Add(EndOfBlock);
        return symbols;
    }

    static void WriteTables(DeflateBits output, ReadOnlySpan<byte> lengths)
    {
        output.WriteBits(1, 1);
        output.WriteBits(2, 2);
        output.WriteBits(LiteralCodeCount - 257, 5);
        output.WriteBits(0, 5);
        // Code lengths 0 to 15 are sent as numbers of four bits: a code of sixteen equal lengths. The repeat codes are not used.
        output.WriteBits(15, 4);
        for (var i = 0; i < 19; i++)
            output.WriteBits(i < 3 ? 0 : 4, 3);
        foreach (var length in lengths)
            output.WriteBits(HuffmanCode.Reverse(length, 4), 4);
        output.WriteBits(HuffmanCode.Reverse(1, 4), 4);
    }
}
