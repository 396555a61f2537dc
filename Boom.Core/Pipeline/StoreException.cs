namespace Boom.Core.Pipeline;

/// <summary>
/// The store cannot work as things are (a file that is damaged, read-only or of another program), and no waiting mends it.
/// The message is one sentence for a person: what, which file or server, and the remedy.
/// </summary>
public sealed class StoreException(string message, Exception? innerException = null) : Exception(message, innerException);
