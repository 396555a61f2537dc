using Boom.Core.Store;
using Boom.Storage.Cutouts;
using Boom.Storage.Mongo;
using Boom.Storage.Sqlite;

namespace Boom.Lab.Drill;

/// <summary>The store of a run as the drill sees it: past the proxy.</summary>
/// <param name="connectionString">What the programs are given.</param>
/// <param name="cutouts">Where a MongoDB store has its cutouts.</param>
internal sealed class DrillStore(IDisposable store, string connectionString, CutoutOptions cutouts) : IDisposable
{
    public string ConnectionString => connectionString;

    public CutoutOptions Cutouts => cutouts;

    /// <summary>Documents, ledger and dead letters.</summary>
    public IAlertStore Alerts => (IAlertStore)store;

    /// <summary>Filters, hits, and alerts that are due.</summary>
    public IFilterStore Filters => (IFilterStore)store;

    /// <summary>Cutouts and counts.</summary>
    public IAlertReader Reader => (IAlertReader)store;

    /// <summary>Opens an empty store for a run.</summary>
    public static DrillStore Open(DrillServers servers, string database, string folder, bool cutoutsInFolder, TimeProvider time)
    {
        if (servers.MongoDb is { } mongo)
        {
            var cutouts = cutoutsInFolder ? new CutoutOptions { Store = CutoutOptions.InFolder, Folder = Path.Combine(folder, "cutouts") } : new CutoutOptions();
            var direct = new MongoStoreOptions { ConnectionString = DrillServers.DirectDatabase(database, mongo.Port), Cutouts = cutouts };
            return new DrillStore(MongoStore.Open(direct, time), servers.Database(database), cutouts);
        }

        var file = Path.Combine(folder, "boom.db");
        return new DrillStore(SqliteStore.Open(new SqliteStoreOptions { Path = file, Recover = false }), "Data Source=" + file, new CutoutOptions());
    }

    public void Dispose() => store.Dispose();
}
