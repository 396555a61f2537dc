using Boom.Core.Bson;
using Boom.Core.Sky;

namespace Boom.Core.Alerts;

/// <summary>The <c>coordinates</c> sub-document of alerts and objects.</summary>
static class CoordinatesBson
{
    /// <summary>
    /// Writes <c>radec_geojson</c> (longitude is ra - 180, degrees), galactic <c>l</c> in (-180, 180] and <c>b</c> in degrees, and
    /// <c>healpix_29</c>, the nested HEALPix cell of order 29.
    /// </summary>
    public static void Write(BsonWriter writer, SkyPosition position)
    {
        var coordinates = writer.BeginDocument("coordinates"u8);
        var point = writer.BeginDocument("radec_geojson"u8);
        writer.String("type"u8, "Point");
        var pair = writer.BeginArray("coordinates"u8);
        writer.Double("0"u8, position.RaDegrees - 180);
        writer.Double("1"u8, position.DecDegrees);
        writer.End(pair);
        writer.End(point);
        var (l, b) = SkyGeometry.ToGalactic(position);
        writer.Double("l"u8, l);
        writer.Double("b"u8, b);
        writer.Int64("healpix_29"u8, Healpix.Cell29(position));
        writer.End(coordinates);
    }
}
