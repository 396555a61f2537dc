namespace Boom.Embedded;

/// <summary>The data folder cannot be used; the message is a sentence for a person.</summary>
public sealed class DataFolderException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Another process has it, and may give it back.</summary>
    public bool IsInUse { get; init; }
}
