using SharpCompress.Common;

namespace Boom.Messaging.Archives;

/// <summary>A decoder of another library on bytes from anywhere: whatever it throws means that the data is damaged.</summary>
sealed class GuardedStream(Stream inner) : ReadOnlyStream(inner)
{
    protected override int Take(Span<byte> buffer)
    {
        try
        {
            return Inner.Read(buffer);
        }
        catch (Exception fault) when (Translate(fault) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>A call on such a decoder.</summary>
    public static T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
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
}
