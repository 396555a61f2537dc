using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Storage.Documents;

namespace Boom.Storage.Sqlite;

/// <summary>The rows that say where the cutouts of each alert lie, and up to which of them a power cut can do no harm.</summary>
static class CutoutTable
{
    const string ReadMark = "SELECT coalesce((SELECT id FROM cutouts_flushed WHERE survey = ?), 0)";
    const string WriteMark = "INSERT OR REPLACE INTO cutouts_flushed(survey, id) VALUES (?, ?)";

    /// <summary>The last place in use; segment 0 when there is none.</summary>
    public static CutoutLocation Last(SqliteDatabase database, SurveySql sql) => database.Prepare(sql.LastCutouts).First(Location);

    /// <summary>Adds a row, unless there is one of that candid; answers how many were added.</summary>
    public static int Insert(SqliteDatabase database, SurveySql sql, long candid, in CutoutLocation at)
    {
        database.Prepare(sql.InsertCutouts)
            .Bind(1, candid).Bind(2, at.Segment).Bind(3, at.Position).Bind(4, at.Length).Bind(5, at.Checksum).Run();
        return database.Changes;
    }

    public static CutoutLocation? Find(SqliteDatabase database, SurveySql sql, long candid)
        => database.Prepare(sql.FindCutouts).Bind(1, candid).First<CutoutLocation?>(row => Location(row));

    public static UnflushedCutouts Unflushed(SqliteDatabase database, SurveySql sql)
        => database.Prepare(sql.UnflushedCutouts).Bind(1, Mark(database, sql))
            .First(row => new UnflushedCutouts(sql.Survey, row.Int32(0), row.Int32(1), row.Int64(2)));

    /// <summary>Notes that the cutouts up to a row are on the disk.</summary>
    public static void SetMark(SqliteDatabase database, SurveySql sql, long id) => database.Prepare(WriteMark).Bind(1, sql.Survey.ToUpperName()).Bind(2, id).Run();

    /// <summary>
    /// Takes back the alerts whose rows a power cut has kept and whose cutouts it has not: their packets count as not read, so that they
    /// come again and are stored whole. Answers how many.
    /// </summary>
    public static int Recover(SqliteDatabase database, SurveySql sql, CutoutSegments segments)
    {
        var lost = new List<long>();
        ReadDamaged(database, sql, segments, Mark(database, sql), lost.Add, CancellationToken.None);
        foreach (var candid in lost)
            TakeBack(database, sql, candid);
        if (lost.Count > 0)
            SetMark(database, sql, Math.Min(Mark(database, sql), database.ReadInt64(sql.LastCutoutsId)));
        return lost.Count;
    }

    /// <summary>Reads all cutouts from a row on, and tells the candids of those that are not as they were written.</summary>
    public static void ReadDamaged(
        SqliteDatabase database, SurveySql sql, CutoutSegments segments, long afterId, Action<long> damaged, CancellationToken cancellationToken)
    {
        var rows = database.Prepare(sql.ListCutouts).Bind(1, afterId);
        while (rows.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (segments.Read(sql.Survey, Location(rows)) is null)
                damaged(rows.Int64(4));
        }
    }

    static void TakeBack(SqliteDatabase database, SurveySql sql, long candid)
    {
        var (isStored, origin, enriched) = database.Prepare(sql.ReadAlert).Bind(1, candid)
            .First(row => (true, IngestOrigin.Of(row.Blob(0)), row.Int32(2) != 0));
        database.Prepare(sql.DeleteAlert).Bind(1, candid).Run();
        database.Prepare(sql.DeleteCutouts).Bind(1, candid).Run();
        CountsTable.Add(database, sql.Survey, isStored ? -1 : 0, enriched ? -1 : 0, objects: 0, cutouts: -1);
        if (origin is { } packet)
            LedgerTable.Forget(database, packet);
    }

    public static CutoutLocation Location(SqliteStatement row) => new(row.Int32(0), row.Int64(1), row.Int32(2), row.Int64(3));

    /// <summary>Up to which row cutouts are on the disk for certain.</summary>
    public static long Mark(SqliteDatabase database, SurveySql sql) => database.Prepare(ReadMark).Bind(1, sql.Survey.ToUpperName()).First(row => row.Int64(0));
}

/// <summary>What of a survey's cutouts is not known to be on the disk; first segment 0 when nothing is.</summary>
readonly record struct UnflushedCutouts(Survey Survey, int FirstSegment, int LastSegment, long LastId);
