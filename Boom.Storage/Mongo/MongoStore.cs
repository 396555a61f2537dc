using Boom.Core.Plays;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Storage.Objects;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// Alerts, objects, cutouts, ledger, dead letters and the play journal in a MongoDB database, or in one of a server that speaks its
/// protocol. Any number of stores in any number of programs may share it. No call holds a lock on the server; what several workers write
/// at once is told by versions and written again. Safe for concurrent use.
/// </summary>
public sealed partial class MongoStore : IAlertStore, IAlertReader, IFilterStore, IPlayJournal, IDisposable
{
    readonly MongoServer _server;
    readonly ConflictRetry _conflicts;
    readonly MongoDeadLetters _letters;
    readonly LedgerArchive _archive;
    readonly MongoSky _sky;
    readonly MongoPages _pages;
    readonly ObjectLimits _limits;
    readonly MongoLedger _ledger;
    readonly StoreFormat _format;
    readonly CancellationTokenSource _closing = new();
    readonly ICutoutStore _cutouts;
    readonly SurveyCatalog _surveys;

    MongoStore(MongoStoreOptions options, IMongoClient client, bool ownsClient, TimeProvider time)
    {
        _server = new(options, client, ownsClient, time);
        _conflicts = new(time, _server.Name, options.MaxConflicts);
        _letters = new(_server);
        _sky = new(_server);
        _archive = new(_server);
        _ledger = new(_server, _archive, _letters, _conflicts);
        _format = new(_server);
        _pages = new(_server, _format);
        _limits = new(options.MaxHeadBytes, options.MaxHeadBytes / 2, TracksSize: true, () => time.GetUtcNow().ToUnixTimeMilliseconds());
        _surveys = options.Surveys;
        _cutouts = options.Cutouts.Store switch
        {
            CutoutOptions.InFolder => new FolderCutoutStore(options.Cutouts.Folder!),
            CutoutOptions.S3Bucket => new S3CutoutStore(options.Cutouts.S3),
            _ => new MongoCutoutStore(_server),
        };
    }

    /// <summary>Name of the driver's source of spans.</summary>
    public const string DriverSource = "MongoDB.Driver";

    /// <summary>Hosts and database, as messages name them; no user, no password.</summary>
    public string Name => _server.Name;

    /// <summary>
    /// Makes a store. The server is first asked by the first call, so that a stage whose server is away waits for it as it does at any
    /// other time; <see cref="EnsureIndexesAsync"/> asks it at once.
    /// </summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">Clock of waits and stamps.</param>
    /// <exception cref="PermanentFaultException">A setting cannot be used.</exception>
    public static MongoStore Open(MongoStoreOptions options, TimeProvider time)
    {
        options.Validate();
        return new(options, new MongoClient(options.ToClientSettings()), ownsClient: true, time);
    }

    /// <summary>As <see cref="Open(MongoStoreOptions, TimeProvider)"/>, on a client that the caller has made and disposes of.</summary>
    /// <param name="options">Where it is, and how it is called.</param>
    /// <param name="client">A client with <see cref="MongoStoreOptions.Configure"/> in its settings.</param>
    /// <param name="time">Clock of waits and stamps.</param>
    /// <exception cref="PermanentFaultException">A setting cannot be used.</exception>
    public static MongoStore Open(MongoStoreOptions options, IMongoClient client, TimeProvider time)
    {
        options.Validate();
        return new(options, client, ownsClient: false, time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Cancel();
        _ledger.Dispose();
        _archive.Dispose();
        (_cutouts as IDisposable)?.Dispose();
        _server.Dispose();
    }
}
