using SharpCompress.Common;

namespace Boom.Messaging.Archives;

/// <summary>A decoder of another library on bytes from anywhere: whatever it throws means that the data is damaged.</summary>
sealed class GuardedStream(Stream inner) : ReadOnlyStream
{
    protected override int Take(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (Exception fault) when (Translate(fault) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>The fault as the readers of containers know it; null when it is one of those, or none of the data.</summary>
    public static Exception? Translate(Exception fault) => fault switch
    {
        IOException or InvalidDataException or OutOfMemoryException or OperationCanceledException or UnauthorizedAccessException => null,
        IncompleteArchiveException => new EndOfStreamException(fault.Message, fault),
        _ => new InvalidDataException(fault.Message, fault),
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
