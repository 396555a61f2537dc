using Boom.Core.Bson;

namespace Boom.Core.Alerts;

/// <summary>The cutouts document of an alert.</summary>
static class CutoutsBson
{
    /// <summary>
    /// Encodes it; empty when the packet has no cutouts at all. An image that is not there has no field; one that is not compressed is, by
    /// <see cref="CutoutImages"/>.
    /// </summary>
    /// <param name="writer">Holds the document until it is reset.</param>
    /// <param name="candid">Key of the alert.</param>
    /// <param name="science">Science image as it came, or empty.</param>
    /// <param name="template">Reference image as it came, or empty.</param>
    /// <param name="difference">Difference image as it came, or empty.</param>
    public static ReadOnlyMemory<byte> Write(
        BsonWriter writer, long candid, ReadOnlyMemory<byte> science, ReadOnlyMemory<byte> template, ReadOnlyMemory<byte> difference)
    {
        if (science.IsEmpty && template.IsEmpty && difference.IsEmpty)
            return default;
        writer.BeginRoot();
        writer.Int64("_id"u8, candid);
        CutoutImages.Write(writer, "cutoutScience"u8, science.Span);
        CutoutImages.Write(writer, "cutoutTemplate"u8, template.Span);
        CutoutImages.Write(writer, "cutoutDifference"u8, difference.Span);
        return writer.EndRoot();
    }
}
