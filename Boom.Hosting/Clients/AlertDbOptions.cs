using Boom.Storage.Mongo;

namespace Boom.Hosting.Clients;

/// <summary>How a MongoDB store is called, section <c>AlertDb</c>. What the connection string says goes first.</summary>
sealed class AlertDbOptions
{
    public const string Section = "AlertDb";

    /// <summary>How long a call looks for a server before it says that there is none; 100 ms to 1 h. Default: 5 s.</summary>
    public TimeSpan ServerSelectionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call waits for the reply of a server that has taken it; 1 s to 1 h. Default: 60 s.</summary>
    public TimeSpan ReplyTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a batch tries again when other workers have written the same object meanwhile; 1 to 1000. Default: 40.</summary>
    public int MaxConflicts { get; set; } = 40;

    /// <summary>
    /// Bytes of light-curve points in the document of an object, from which the older half goes to pages; 4 KiB to 12 MiB. Default: 4 MiB.
    /// </summary>
    public long MaxHeadBytes { get; set; } = 4L << 20;

    /// <summary>Bytes of documents of objects that one write holds in memory; a batch with more is written in parts. 1 MiB to 1 GiB. Default: 64 MiB.</summary>
    public long MaxSliceBytes { get; set; } = 64L << 20;

    /// <summary>PEM file with the certificates of the authorities that the servers' certificates must be of. Default: those that the machine trusts.</summary>
    public string? CaFile { get; set; }

    public MongoStoreOptions ToStoreOptions(string connectionString, Storage.Cutouts.CutoutOptions cutouts) => new()
    {
        CaFile = CaFile,
        ConnectionString = connectionString,
        ServerSelectionTimeout = ServerSelectionTimeout,
        ReplyTimeout = ReplyTimeout,
        MaxConflicts = MaxConflicts,
        MaxHeadBytes = MaxHeadBytes,
        MaxSliceBytes = MaxSliceBytes,
        Cutouts = cutouts,
    };
}
