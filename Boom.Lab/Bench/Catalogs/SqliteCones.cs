using Boom.Core.Sky;
using Microsoft.Data.Sqlite;

namespace Boom.Lab.Bench.Catalogs;

/// <summary>The same cones by SQLite's R*Tree: boxes from the index, then the exact distance.</summary>
internal sealed class SqliteCones : IDisposable
{
    readonly SqliteConnection _connection;
    readonly SqliteCommand _find;

    public SqliteCones(string path, IEnumerable<SkyPosition> rows)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA journal_mode = OFF");
        Run("PRAGMA cache_size = -262144");
        Run("CREATE TABLE places(id INTEGER PRIMARY KEY, ra REAL NOT NULL, dec REAL NOT NULL)");
        Run("CREATE VIRTUAL TABLE boxes USING rtree(id, ra0, ra1, dec0, dec1)");
        Fill(rows);
        _find = _connection.CreateCommand();
        _find.CommandText = "SELECT p.ra, p.dec FROM boxes b JOIN places p ON p.id = b.id WHERE b.ra1 >= $ra0 AND b.ra0 <= $ra1 AND b.dec1 >= $dec0 AND b.dec0 <= $dec1";
        foreach (var name in (string[])["$ra0", "$ra1", "$dec0", "$dec1"])
            _find.Parameters.Add(name, SqliteType.Real);
        _find.Prepare();
    }

    /// <summary>Rows within a cone that touches neither a pole nor the meridian.</summary>
    public int Find(SkyPosition centre, double radiusArcsec)
    {
        var dec = radiusArcsec / 3600;
        var ra = dec / Math.Cos((Math.Abs(centre.DecDegrees) + dec) * SkyGeometry.RadiansPerDegree);
        (_find.Parameters[0].Value, _find.Parameters[1].Value) = (centre.RaDegrees - ra, centre.RaDegrees + ra);
        (_find.Parameters[2].Value, _find.Parameters[3].Value) = (centre.DecDegrees - dec, centre.DecDegrees + dec);
        using var reader = _find.ExecuteReader();
        var found = 0;
        while (reader.Read())
            found += SkyGeometry.SeparationArcsec(centre, new SkyPosition(reader.GetDouble(0), reader.GetDouble(1))) <= radiusArcsec ? 1 : 0;
        return found;
    }

    public void Dispose()
    {
        _find.Dispose();
        _connection.Dispose();
    }

    void Fill(IEnumerable<SkyPosition> rows)
    {
        using var transaction = _connection.BeginTransaction();
        using var place = Insert("INSERT INTO places VALUES ($id, $a, $b)", "$a", "$b");
        using var box = Insert("INSERT INTO boxes VALUES ($id, $a, $a, $b, $b)", "$a", "$b");
        var id = 0L;
        foreach (var row in rows)
        {
            id++;
            foreach (var insert in (SqliteCommand[])[place, box])
            {
                (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value) = (id, row.RaDegrees, row.DecDegrees);
                insert.ExecuteNonQuery();
            }
        }

        transaction.Commit();

        SqliteCommand Insert(string text, params string[] reals)
        {
            var command = _connection.CreateCommand();
            (command.CommandText, command.Transaction) = (text, transaction);
            command.Parameters.Add("$id", SqliteType.Integer);
            foreach (var name in reals)
                command.Parameters.Add(name, SqliteType.Real);
            command.Prepare();
            return command;
        }
    }

    void Run(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
