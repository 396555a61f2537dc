namespace Boom.Storage.Cutouts;

/// <summary>Where the cutouts document of one alert lies among the segments of its survey.</summary>
/// <param name="Segment">Number of the segment file, from 1.</param>
/// <param name="Position">First byte within the segment.</param>
/// <param name="Length">Bytes of the document.</param>
/// <param name="Checksum">XXH3-64 of the document.</param>
readonly record struct CutoutLocation(int Segment, long Position, int Length, long Checksum)
{
    /// <summary>First byte behind the document.</summary>
    public long End => Position + Length;
}
