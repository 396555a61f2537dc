using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>How much there is of each survey, kept with every write: counting the rows of a large night takes long.</summary>
static class CountsTable
{
    const string Read = "SELECT alerts, enriched, objects, cutouts FROM counts WHERE survey = ?";

    const string Write = """
        INSERT INTO counts(survey, alerts, enriched, objects, cutouts) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT(survey) DO UPDATE
            SET alerts = alerts + ?2, enriched = enriched + ?3, objects = objects + ?4, cutouts = cutouts + ?5
        """;

    public static StoreCounts Of(SqliteDatabase database, Survey survey)
    {
        var counts = database.Prepare(Read).Bind(1, survey.ToUpperName())
            .First(row => new StoreCounts(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), 0));
        return counts with { DeadLetters = DeadLetterTable.Count(database, survey) };
    }

    /// <summary>Adds what a transaction has added; negative for what it has taken back.</summary>
    public static void Add(SqliteDatabase database, Survey survey, int alerts = 0, int enriched = 0, int objects = 0, int cutouts = 0)
    {
        if ((alerts, enriched, objects, cutouts) != (0, 0, 0, 0))
            database.Prepare(Write).Bind(1, survey.ToUpperName()).Bind(2, alerts).Bind(3, enriched).Bind(4, objects).Bind(5, cutouts).Run();
    }
}
