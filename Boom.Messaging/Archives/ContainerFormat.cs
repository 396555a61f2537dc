namespace Boom.Messaging.Archives;

/// <summary>What a file or an entry of an archive is, by its first bytes.</summary>
enum ContainerFormat
{
    /// <summary>Nothing that is known here.</summary>
    Unknown,

    /// <summary>An Avro object container: a packet.</summary>
    Avro,

    /// <summary>A tar archive.</summary>
    Tar,

    /// <summary>A zip archive.</summary>
    Zip,

    /// <summary>Compressed by gzip.</summary>
    Gzip,

    /// <summary>Compressed by bzip2.</summary>
    Bzip2,

    /// <summary>Compressed by xz.</summary>
    Xz,

    /// <summary>Compressed by zstd.</summary>
    Zstd,

    /// <summary>A 7z archive, which is not read.</summary>
    SevenZip,

    /// <summary>A rar archive, which is not read.</summary>
    Rar,

    /// <summary>Compressed by lz4, which is not read.</summary>
    Lz4,

    /// <summary>Compressed by lzip, which is not read.</summary>
    Lzip,

    /// <summary>Compressed by compress (.Z), which is not read.</summary>
    Compress,
}
