using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>What filters cost, a row for each night, version and writer. The table is made with its first row: a store without it has none.</summary>
static class FilterCostTable
{
    const string Make = """
        CREATE TABLE IF NOT EXISTS filter_costs(
            survey TEXT NOT NULL, night INTEGER NOT NULL, filter_id TEXT NOT NULL, fid TEXT NOT NULL, writer TEXT NOT NULL, evaluations INTEGER NOT NULL,
            passes INTEGER NOT NULL, errors INTEGER NOT NULL, microseconds INTEGER NOT NULL, counted_ms INTEGER NOT NULL,
            PRIMARY KEY (survey, night, filter_id, fid, writer)) WITHOUT ROWID
        """;

    const string MakeIndex = "CREATE INDEX IF NOT EXISTS filter_costs_by_age ON filter_costs(survey, counted_ms)";

    const string HasTimes = "SELECT COUNT(*) FROM pragma_table_info('filter_costs') WHERE name = 'counted_ms'";

    const string AddTimes = "ALTER TABLE filter_costs ADD COLUMN counted_ms INTEGER NOT NULL DEFAULT 0";

    // Day numbers count from 0001-01-01; 719,162 is 1970-01-01. What a night has cost is counted by its end.
    const string SetTimes = "UPDATE filter_costs SET counted_ms = (night + 1 - 719162) * 86400000";

    const string Exists = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'filter_costs'";

    const string Keep = """
        INSERT OR REPLACE INTO filter_costs(survey, night, filter_id, fid, writer, evaluations, passes, errors, microseconds, counted_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    const string LastNight = "SELECT coalesce(MAX(night), -1) FROM filter_costs WHERE survey = ?";

    const string AllNights = "SELECT DISTINCT night FROM filter_costs WHERE survey = ? ORDER BY night";

    const string Select = """
        SELECT filter_id, fid, SUM(evaluations), SUM(passes), SUM(errors), SUM(microseconds) FROM filter_costs
        WHERE survey = ? AND night = ? GROUP BY filter_id, fid ORDER BY filter_id, fid
        """;

    const string RemoveOld = """
        DELETE FROM filter_costs WHERE (survey, night, filter_id, fid, writer) IN
            (SELECT survey, night, filter_id, fid, writer FROM filter_costs WHERE survey = ? AND counted_ms < ? ORDER BY counted_ms LIMIT ?)
        """;

    public static void Set(SqliteDatabase database, string writer, IReadOnlyList<FilterCost> costs, DateTimeOffset now)
    {
        database.Execute(Make);
        RequireTimes(database);
        foreach (var cost in costs)
        {
            database.Prepare(Keep)
                .Bind(1, cost.Survey.ToUpperName()).Bind(2, cost.Night.DayNumber).Bind(3, cost.FilterId).Bind(4, cost.Fid).Bind(5, writer)
                .Bind(6, cost.Evaluations).Bind(7, cost.Passes).Bind(8, cost.Errors).Bind(9, cost.Microseconds).Bind(10, now.ToUnixTimeMilliseconds()).Run();
        }
    }

    /// <summary>Whether anything was ever kept.</summary>
    public static bool IsThere(SqliteDatabase database) => database.ReadInt64(Exists) > 0;

    /// <summary>Removes what was counted before a time, the oldest first; answers how many there were.</summary>
    public static int RemoveBefore(SqliteDatabase database, Survey survey, DateTimeOffset before, int limit)
    {
        RequireTimes(database);
        database.Prepare(RemoveOld).Bind(1, survey.ToUpperName()).Bind(2, before.ToUnixTimeMilliseconds()).Bind(3, limit).Run();
        return (int)database.Changes;
    }

    public static IReadOnlyList<DateOnly> Nights(SqliteDatabase database, Survey survey) => database.ReadInt64(Exists) == 0
        ? []
        : database.Prepare(AllNights).Bind(1, survey.ToUpperName()).All(row => DateOnly.FromDayNumber((int)row.Int64(0)));

    public static IReadOnlyList<FilterCost> List(SqliteDatabase database, Survey survey, DateOnly? night)
    {
        if (!IsThere(database))
            return [];
        var day = night?.DayNumber ?? database.Prepare(LastNight).Bind(1, survey.ToUpperName()).First(row => row.Int64(0));
        return day < 0
            ? []
            : database.Prepare(Select).Bind(1, survey.ToUpperName()).Bind(2, day).All(row => new FilterCost(
                row.Text(0), row.Text(1), survey, DateOnly.FromDayNumber((int)day), row.Int64(2), row.Int64(3), row.Int64(4), row.Int64(5)));
    }

    // A table that an earlier version has made has no times.
    static void RequireTimes(SqliteDatabase database)
    {
        if (database.ReadInt64(HasTimes) == 0)
        {
            database.Execute(AddTimes);
            database.Execute(SetTimes);
        }

        database.Execute(MakeIndex);
    }
}
