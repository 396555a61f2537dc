namespace Boom.Core.Resilience;

/// <summary>
/// A server or store cannot work as things are (a refused login, a missing right, a damaged file, a format that this program does not know), and no
/// waiting mends it: somebody must act. The message is one sentence for a person: what, which server or file, and the remedy.
/// </summary>
public sealed class PermanentFaultException(string message, Exception? innerException = null) : Exception(message, innerException);
