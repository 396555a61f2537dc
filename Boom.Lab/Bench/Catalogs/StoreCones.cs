using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Boom.Lab.Bench.Catalogs;

/// <summary>The same cones by the store's own search, on objects that lie where the rows do.</summary>
internal sealed class StoreCones : IDisposable
{
    readonly SqliteStore _store;

    StoreCones(SqliteStore store) => _store = store;

    /// <summary>Makes a store with an object, without an alert, for each row.</summary>
    public static async Task<StoreCones> CreateAsync(string path, IEnumerable<SkyPosition> rows, CancellationToken cancellationToken)
    {
        using (var store = SqliteStore.Open(new SqliteStoreOptions { Path = path }))
            await store.WriteAsync(new AlertBatch(Survey.Ztf, [], [], []), cancellationToken);
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
        {
            connection.Open();
            Fill(connection, rows);
        }

        return new StoreCones(SqliteStore.Open(new SqliteStoreOptions { Path = path, Recover = false }));
    }

    /// <summary>How many objects are in a cone.</summary>
    public async ValueTask<int> FindAsync(SkyPosition centre, double radiusArcsec, CancellationToken cancellationToken) =>
        (await _store.ConeSearchAsync(Survey.Ztf, centre, radiusArcsec, int.MaxValue, cancellationToken)).Count;

    public void Dispose() => _store.Dispose();

    static void Fill(SqliteConnection connection, IEnumerable<SkyPosition> rows)
    {
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        (insert.CommandText, insert.Transaction) = (
            "INSERT INTO ZTF_alerts_aux(object_id, healpix_29, ra, dec, created_jd, document) VALUES ($id, $cell, $ra, $dec, 0, x'0500000000')", transaction);
        insert.Parameters.Add("$id", SqliteType.Text);
        insert.Parameters.Add("$cell", SqliteType.Integer);
        insert.Parameters.Add("$ra", SqliteType.Real);
        insert.Parameters.Add("$dec", SqliteType.Real);
        insert.Prepare();
        var id = 0L;
        foreach (var row in rows)
        {
            (insert.Parameters[0].Value, insert.Parameters[1].Value) = (FormattableString.Invariant($"ZTF26{id++:d7}"), Healpix.Cell29(row));
            (insert.Parameters[2].Value, insert.Parameters[3].Value) = (row.RaDegrees, row.DecDegrees);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
