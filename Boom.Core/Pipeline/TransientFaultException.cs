namespace Boom.Core.Pipeline;

/// <summary>A server is away or slow: the same call may work later. Stages pause and try again; they never drop work for it.</summary>
public sealed class TransientFaultException(string message, Exception? innerException = null) : Exception(message, innerException);
