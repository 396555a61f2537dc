using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <content>Damage found, cutouts brought to the disk and taken back.</content>
public sealed partial class SqliteStore
{
    /// <summary>Reads file and cutouts whole and answers the first damage found; null when all is sound.</summary>
    public string? FindDamage(CancellationToken cancellationToken)
    {
        try
        {
            return Read(
                database => database.Prepare("PRAGMA quick_check(1)").First(row => row.Text(0)) is var text and not "ok"
                    ? text
                    : FindMiscount(database) ?? FindDamagedCutouts(database, cancellationToken),
                cancellationToken);
        }
        catch (PermanentFaultException fault)
        {
            return fault.Message;
        }
    }

    string? FindMiscount(SqliteDatabase database)
    {
        foreach (var survey in SurveysWithTables(database))
        {
            var found = database.Prepare(SurveySql.Of(survey).Count)
                .First(row => new StoreCounts(row.Int64(0), row.Int64(0) - row.Int64(1), row.Int64(2), row.Int64(3), 0));
            var noted = CountsTable.Of(database, survey) with { DeadLetters = 0 };
            if (found != noted)
                return $"The counts of {survey.ToUpperName()} are {noted}, but the tables hold {found}.";
        }

        return null;
    }

    string? FindDamagedCutouts(SqliteDatabase database, CancellationToken cancellationToken)
    {
        foreach (var survey in SurveysWithTables(database))
        {
            var sql = SurveySql.Of(survey);
            var (count, first) = (0, 0L);
            CutoutTable.ReadDamaged(database, sql, _segments, 0, candid => first = count++ == 0 ? candid : first, cancellationToken);
            if (count > 0 && CutoutTable.Find(database, sql, first) is { } place)
                return $"{DamageOf(survey, place, first)} Alerts with such damage: {count}.";
        }

        return null;
    }

    int RecoverCutouts()
    {
        var recovered = _writer.Transact("BEGIN IMMEDIATE", database => SurveysWithTables(database)
            .Sum(survey => CutoutTable.Recover(database, SurveySql.Of(survey), _segments)));
        FlushCutouts();
        return recovered;
    }

    /// <summary>Called under the write lock: goes on with bringing cutouts to the disk, mostly without waiting for it.</summary>
    void FlushBehind()
    {
        if (_flush.HasEnded)
            _flush.End();
        if (_alertWriter.UnflushedBytes < _options.FlushBytes || _flush.IsRunning)
            return;
        StartFlush();
    }

    void StartFlush()
    {
        _flush.Start(SurveysWithTables(_writer));
        _alertWriter.UnflushedBytes = 0;
    }

    void FlushCutouts()
    {
        _flush.End();
        _flush.Start(SurveysWithTables(_writer));
        _flush.End();
    }

    /// <summary>What cannot be brought to the disk now is looked after at the next start.</summary>
    void FlushAtEnd()
    {
        try
        {
            _flush.End();
            if (_alertWriter.UnflushedBytes > 0)
                FlushCutouts();
        }
        catch (Exception fault) when (fault is PermanentFaultException or TransientFaultException)
        {
        }
    }

    List<Survey> SurveysWithTables(SqliteDatabase database) => [.. Enum.GetValues<Survey>().Where(survey => HasTables(database, survey))];
}
