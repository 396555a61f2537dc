namespace Boom.Inference;

/// <summary>A network or manifest that cannot be used; the message says which, why, and what to do.</summary>
public sealed class ModelException(string message, Exception? innerException = null) : Exception(message, innerException);
