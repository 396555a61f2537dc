namespace Boom.Messaging.Archives;

/// <summary>What a path leads to.</summary>
enum FileKind
{
    /// <summary>A plain file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, a socket, a device: nothing that can be read from its beginning again.</summary>
    Other,
}
