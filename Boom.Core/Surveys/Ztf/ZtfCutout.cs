using Boom.Core.Avro;

namespace Boom.Core.Surveys.Ztf;

/// <summary>A cutout image as it lies in the packet: gzipped FITS of 63 × 63 pixels, JPEG before schema 1.7.</summary>
public struct ZtfCutout
{
    /// <summary>The image's bytes.</summary>
    public AvroSlice? StampData { get; set; }
}
