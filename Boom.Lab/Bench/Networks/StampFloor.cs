using System.Buffers.Binary;
using System.IO.Compression;
using Boom.Core.Bson;

namespace Boom.Lab.Bench.Networks;

/// <summary>
/// The least that preparing a triplet can cost with the tools of .NET: each cutout through <see cref="GZipStream"/> into one buffer, its pixels read and
/// normalised into the tensor of rows, columns and channels. It looks at no header and knows one size.
/// </summary>
internal sealed class StampFloor
{
    const int Side = 63, Channels = 3, HeaderBytes = 2880;

    static readonly string[] Names = ["cutoutScience", "cutoutTemplate", "cutoutDifference"];

    readonly byte[] _file = new byte[HeaderBytes + (Side * Side * 4)];
    readonly float[] _tensor = new float[Side * Side * Channels];

    /// <summary>Prepares one alert.</summary>
    /// <param name="cutouts">Its cutouts document.</param>
    public float Prepare(byte[] cutouts)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            var field = new BsonReader(cutouts);
            if (!field.Find(System.Text.Encoding.UTF8.GetBytes(Names[channel])))
                throw new InvalidDataException($"{Names[channel]} is missing.");
            using (var gzip = new GZipStream(new MemoryStream(field.AsBinary().ToArray()), CompressionMode.Decompress))
                gzip.ReadExactly(_file);
            Normalise(channel);
        }

        return _tensor[0];
    }

    void Normalise(int channel)
    {
        var sum = 0.0;
        var pixels = _file.AsSpan(HeaderBytes);
        for (var i = 0; i < Side * Side; i++)
        {
            var value = BinaryPrimitives.ReadSingleBigEndian(pixels[(4 * i)..]);
            if (float.IsNaN(value))
                value = 0;
            sum += (double)value * value;
            _tensor[(i * Channels) + channel] = value;
        }

        var norm = (float)Math.Sqrt(sum);
        for (var i = 0; norm > 0 && i < Side * Side; i++)
            _tensor[(i * Channels) + channel] /= norm;
    }
}
