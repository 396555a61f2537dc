namespace Boom.Storage.Sqlite;

/// <summary>Where the SQLite store is and how it waits.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The database file, e.g. <c>boom-data/boom.db</c>. Its folder must exist.</summary>
    public required string Path { get; init; }

    /// <summary>Makes the file when there is none. Default: true.</summary>
    public bool CreateIfMissing { get; init; } = true;

    /// <summary>How long a call waits for another program that writes. Default: 5 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Size of the write-ahead log, in bytes, from which the writer waits for readers and empties it. Default: 256 MiB.</summary>
    public long MaxLogBytes { get; init; } = 256L << 20;

    /// <summary>Size of a segment of cutouts, in bytes, from which the next one is begun. Default: 1 GiB.</summary>
    public long SegmentBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of cutouts after which they are brought to the disk. Default: 128 MiB.</summary>
    public long FlushBytes { get; init; } = 128L << 20;

    /// <summary>
    /// Bytes of light-curve points in the row of an object, from which the oldest go to pages: with each alert the row is written anew. Default: 32 KiB.
    /// </summary>
    public long MaxHeadBytes { get; init; } = 32L << 10;

    /// <summary>Looks after cutouts that a power cut may have taken; for whoever writes the store, not for look-ups beside a run. Default: true.</summary>
    public bool Recover { get; init; } = true;
}
