using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;
using Boom.Simulation.Stamps;

namespace Boom.Simulation.Surveys.Winter;

/// <summary>
/// The cutouts of a night, 81 by 81 pixels, FITS in gzip, the difference of 64-bit floats: a few of each kind, painted when first asked for. Safe
/// for several threads.
/// </summary>
sealed class WinterStampPool(ulong key)
{
    const int VariantsPerKind = 2;
    const int Side = 81;
    const int BlockBytes = 2880;
    const int CardBytes = 80;

    readonly StampTriplet?[] _triplets = new StampTriplet?[StampKind.Count * VariantsPerKind];

    /// <summary>The cutouts for a detection.</summary>
    public StampTriplet Pick(SimulatedObject simulated, Exposure exposure, in Measurement measurement)
    {
        // Two threads that paint the same triplet at once paint the same bytes.
        var index = (StampKind.Of(simulated, measurement).Ordinal * VariantsPerKind) + (int)((simulated.Key ^ exposure.Key) % VariantsPerKind);
        return Volatile.Read(ref _triplets[index]) ?? Paint(index);
    }

    StampTriplet Paint(int index)
    {
        var images = new CutoutPainter(Side, 12, 3, SeededStream.Key(key, (ulong)index)).Paint(StampKind.FromOrdinal(index / VariantsPerKind));
        var triplet = new StampTriplet(
            Compress(images.Science, isDouble: false), Compress(images.Template, isDouble: false), Compress(images.Difference, isDouble: true));
        Volatile.Write(ref _triplets[index], triplet);
        return triplet;
    }

    static byte[] Compress(float[] pixels, bool isDouble)
    {
        var size = isDouble ? 8 : 4;
        var file = new byte[BlockBytes + (((pixels.Length * size) + BlockBytes - 1) / BlockBytes * BlockBytes)];
        file.AsSpan(0, BlockBytes).Fill((byte)' ');
        string[] cards =
        [
            "SIMPLE  =                    T",
            string.Create(CultureInfo.InvariantCulture, $"BITPIX  = {-8 * size,20}"),
            "NAXIS   =                    2",
            "NAXIS1  =                   81",
            "NAXIS2  =                   81",
            "END",
        ];
        for (var i = 0; i < cards.Length; i++)
            Encoding.ASCII.GetBytes(cards[i], file.AsSpan(i * CardBytes));
        for (var i = 0; i < pixels.Length; i++)
        {
            var place = file.AsSpan(BlockBytes + (size * i));
            if (isDouble)
                BinaryPrimitives.WriteDoubleBigEndian(place, pixels[i]);
            else
                BinaryPrimitives.WriteSingleBigEndian(place, pixels[i]);
        }

        return PortableGzip.Compress(file);
    }
}
