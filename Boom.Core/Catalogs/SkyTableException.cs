namespace Boom.Core.Catalogs;

/// <summary>A sky table that cannot be read, built or put in its place. The message is one sentence: what, where, remedy.</summary>
/// <param name="message">The sentence.</param>
/// <param name="path">The file or folder concerned, or null.</param>
/// <param name="cause">What the system said, or null.</param>
public sealed class SkyTableException(string message, string? path = null, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The file or folder concerned, or null.</summary>
    public string? Path => path;
}
