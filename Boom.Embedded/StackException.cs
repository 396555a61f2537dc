namespace Boom.Embedded;

/// <summary>A server that was asked for cannot be used; the message is a sentence for a person.</summary>
public sealed class StackException(string message, Exception? innerException = null) : Exception(message, innerException);
