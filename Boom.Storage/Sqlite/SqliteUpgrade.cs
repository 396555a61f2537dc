using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Storage.Documents;

namespace Boom.Storage.Sqlite;

/// <summary>
/// Brings a store of the version before to this one when it is opened. The small tables are copied beside the file first; the tables are changed in one
/// transaction, so a program that dies in between leaves the store as it was, and the next one begins again. Then the documents of alerts are gone
/// through, some hundred to a transaction, which the next program goes on with. Programs of the version before that have the store open go on working;
/// they cannot open it again.
/// </summary>
static class SqliteUpgrade
{
    const int AlertsPerTransaction = 500;

    static readonly string[] SmallTables = ["ledger", "dead_letters", "plays", "counts", "cutouts_flushed"];

    /// <summary>Where the copy of the small tables lies.</summary>
    public static string CopyOf(string path) => $"{path}.version-{SqliteSchema.Version - 1}";

    /// <summary>Upgrades the store if it is of the version before, or goes on with it.</summary>
    public static void Run(SqliteDatabase database)
    {
        if (database.ReadInt64("PRAGMA user_version") < SqliteSchema.Version)
        {
            CopySmallTables(database);
            database.Transact(ChangeTables);
        }

        foreach (var survey in Enum.GetValues<Survey>())
        {
            while (database.ReadInt64($"SELECT COUNT(*) FROM upgrades WHERE survey = '{survey.ToUpperName()}'") > 0)
                database.Transact(() => CompleteSome(database, survey));
        }

        void ChangeTables()
        {
            // Another program may have been first.
            if (database.ReadInt64("PRAGMA user_version") >= SqliteSchema.Version)
                return;
            database.Execute(SqliteSchema.AddedTables);
            foreach (var survey in Enum.GetValues<Survey>().Where(survey => database.ReadInt64(SurveySql.Of(survey).TablesExist) > 0))
                database.Execute($"INSERT OR IGNORE INTO upgrades VALUES ('{survey.ToUpperName()}', 0)");
            database.Execute(FormattableString.Invariant($"PRAGMA user_version = {SqliteSchema.Version}"));
        }
    }

    /// <summary>Gives the next alerts the nulls that their properties lack.</summary>
    static void CompleteSome(SqliteDatabase database, Survey survey)
    {
        var sql = SurveySql.Of(survey);
        var after = database.ReadInt64($"SELECT coalesce(MAX(after_id), -1) FROM upgrades WHERE survey = '{survey.ToUpperName()}'");
        if (after < 0)
            return;
        var changed = new List<(long Id, byte[] Document)>();
        var (count, last) = (0, after);
        using (var bson = new BsonWriter())
        {
            var rows = database.Prepare(sql.ReadEnrichedAfter).Bind(1, after).Bind(2, AlertsPerTransaction);
            while (rows.Step())
            {
                (count, last) = (count + 1, rows.Int64(0));
                if (Complete(survey, rows.Blob(1), bson) is { } document)
                    changed.Add((last, document));
            }
        }

        foreach (var (id, document) in changed)
            database.Prepare(sql.Enrich).Bind(1, id).Bind(2, document).Run();
        database.Execute(count < AlertsPerTransaction
            ? $"DELETE FROM upgrades WHERE survey = '{survey.ToUpperName()}'"
            : FormattableString.Invariant($"UPDATE upgrades SET after_id = {last} WHERE survey = '{survey.ToUpperName()}'"));
    }

    static byte[]? Complete(Survey survey, ReadOnlySpan<byte> alert, BsonWriter bson)
    {
        var field = new BsonReader(alert);
        if (!field.Find("properties"u8) || field.Type != BsonType.Document || SurveyCatalog.Default.CompleteProperties(survey, field.Value) is not { } completed)
            return null;
        bson.BeginRoot();
        bson.Raw(BsonType.Document, "properties"u8, completed);
        var set = bson.EndRoot().ToArray();
        bson.Reset();
        var document = BsonFields.Set(alert, set, bson).ToArray();
        bson.Reset();
        return document;
    }

    static void CopySmallTables(SqliteDatabase database)
    {
        database.Execute($"ATTACH DATABASE '{CopyOf(database.Path).Replace("'", "''", StringComparison.Ordinal)}' AS copy");
        try
        {
            // Whole or not at all; a copy that is there is of the state before the first try, and stays.
            database.Transact(() =>
            {
                foreach (var table in SmallTables)
                    database.Execute($"CREATE TABLE IF NOT EXISTS copy.{table} AS SELECT * FROM main.{table}");
            });
        }
        finally
        {
            database.Execute("DETACH DATABASE copy");
        }
    }
}
