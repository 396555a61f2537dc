using System.Buffers.Text;
using Boom.Core.Avro;
using Boom.Core.Sky;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>The three cutouts of a packet, FITS as the survey writes them: uncompressed, each with its variance and its point-spread
/// function.</summary>
sealed record LsstStamps(byte[] Difference, byte[] Science, byte[] Template)
{
    /// <summary>Bytes of the three.</summary>
    public int TotalBytes => Difference.Length + Science.Length + Template.Length + 24;

    /// <summary>Writes the last three fields of a packet, each image with the alert's position in its header.</summary>
    public void Write(ref AvroWriter writer, SkyPosition position, bool hasTemplate)
    {
        WriteOne(ref writer, Difference, position);
        WriteOne(ref writer, Science, position);
        if (hasTemplate)
            WriteOne(ref writer, Template, position);
        else
            writer.None();
    }

    static void WriteOne(ref AvroWriter writer, byte[] file, SkyPosition position)
    {
        const int card = LsstFits.PositionCardsAt;
        Span<byte> cards = stackalloc byte[2 * LsstFits.CardBytes];
        file.AsSpan(card, cards.Length).CopyTo(cards);
        WriteValue(cards[10..30], position.RaDegrees);
        WriteValue(cards[(LsstFits.CardBytes + 10)..(LsstFits.CardBytes + 30)], position.DecDegrees);
        writer.WriteUnionIndex(1);
        writer.WriteLong(file.Length);
        writer.WriteFixed(file.AsSpan(0, card));
        writer.WriteFixed(cards);
        writer.WriteFixed(file.AsSpan(card + cards.Length));
    }

    // Right-justified, twelve decimals, as FITS has numbers of fixed format.
    static void WriteValue(Span<byte> field, double value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var length, new('F', 12));
        field.Fill((byte)' ');
        digits[..length].CopyTo(field[(field.Length - length)..]);
    }
}
