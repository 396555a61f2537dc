namespace Boom.FilterWorker.Streams;

/// <summary>What could not be read of kept messages.</summary>
/// <param name="Bytes">How much was passed over, in all files.</param>
/// <param name="First">File and offset of the first of it; null when nothing is damaged.</param>
readonly record struct SegmentDamage(long Bytes, (string Path, long Offset)? First)
{
    /// <summary>What a person should know; null when nothing is damaged.</summary>
    public string? Warning => First is var (path, offset)
        ? FormattableString.Invariant($"Kept messages are damaged in {path} from byte {offset} on, {Bytes} bytes in all: what they held is not sent again.")
        : null;
}
