namespace Boom.Messaging.Archives;

/// <summary>There is nothing to play at a path; the message is a sentence for a person.</summary>
public sealed class PacketSourceException(string message, Exception? innerException = null) : Exception(message, innerException);
