using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Storage.Documents;

namespace Boom.Storage.Sqlite;

/// <summary>
/// The objects of the solar system by designation: a row for each, by the key of its row among the objects, so that those of a program that keeps none are told.
/// A survey gets the table with its first such object.
/// </summary>
static class BodyTable
{
    const int BodiesPerTransaction = 500;

    static readonly (string Create, string Exists, string Put, string Find, string Lacking)[] All = [.. Enum.GetValues<Survey>().Select(survey => Sql(survey.ToUpperName() + "_alerts_aux"))];

    /// <summary>Makes the table where it is missing.</summary>
    public static void Create(SqliteDatabase database, Survey survey) => database.Execute(All[(int)survey].Create);

    /// <summary>Keeps the designation of an object, as it is in its document.</summary>
    public static void Put(SqliteDatabase database, Survey survey, string objectId, ReadOnlySpan<byte> document)
    {
        var field = new BsonReader(document);
        var designation = field.Find("designation"u8) && field.Type == BsonType.String ? field.AsString() : null;
        database.Prepare(All[(int)survey].Put).Bind(1, objectId).Bind(2, designation).Run();
    }

    /// <summary>The object of a designation, the first by name when there are several; null when there is none.</summary>
    public static string? Find(SqliteDatabase database, Survey survey, string designation)
    {
        if (database.ReadInt64(All[(int)survey].Exists) > 0)
            return database.Prepare(FindSql(survey)).Bind(1, designation).First(row => row.Text(0));

        // A store of a program before, that this user cannot write.
        return database.Prepare(SurveySql.Of(survey).ListBodies)
            .All(row => BsonFields.Text(row.Blob(1), "designation"u8) == designation ? row.Text(0) : null).FirstOrDefault(objectId => objectId is not null);
    }

    /// <summary>The statement of <see cref="Find"/>.</summary>
    public static string FindSql(Survey survey) => All[(int)survey].Find;

    /// <summary>Adds the objects that a program without the table has made, some hundred to a transaction.</summary>
    public static void Complete(SqliteDatabase database, Survey survey)
    {
        if (database.ReadInt64(SurveySql.Of(survey).TablesExist) == 0)
            return;
        if (database.ReadInt64(All[(int)survey].Exists) > 0 && Lacking(database, survey, "", 1).Count == 0)
            return;
        for (var after = ""; database.Transact("BEGIN IMMEDIATE", _ => CompleteSome(database, survey, after)) is { } last;)
            after = last;
    }

    static string? CompleteSome(SqliteDatabase database, Survey survey, string after)
    {
        Create(database, survey);
        var lacking = Lacking(database, survey, after, BodiesPerTransaction);
        foreach (var (objectId, document) in lacking)
            Put(database, survey, objectId, document);
        return lacking.Count == 0 ? null : lacking[^1].ObjectId;
    }

    static List<(string ObjectId, byte[] Document)> Lacking(SqliteDatabase database, Survey survey, string after, int limit) => database
        .Prepare(All[(int)survey].Lacking).Bind(1, after).Bind(2, limit).All(row => (ObjectId: row.Text(0), Document: row.Blob(1).ToArray()));

    static (string, string, string, string, string) Sql(string objects)
    {
        var bodies = objects + "_bodies";
        return (
            $"CREATE TABLE IF NOT EXISTS {bodies}(id INTEGER PRIMARY KEY, designation TEXT); "
                + $"CREATE INDEX IF NOT EXISTS {bodies}_designation ON {bodies}(designation) WHERE designation IS NOT NULL",
            $"SELECT COUNT(*) FROM sqlite_master WHERE name = '{bodies}'",
            $"INSERT INTO {bodies}(id, designation) SELECT id, ?2 FROM {objects} WHERE object_id = ?1 "
                + "ON CONFLICT(id) DO UPDATE SET designation = excluded.designation WHERE designation IS NOT excluded.designation",
            $"SELECT o.object_id FROM {bodies} b JOIN {objects} o ON o.id = b.id WHERE b.designation = ? ORDER BY o.object_id LIMIT 1",
            $"SELECT object_id, document FROM {objects} WHERE object_id >= 'sso' AND object_id < 'ssp' AND object_id > ?1 "
                + $"AND NOT EXISTS (SELECT 1 FROM {bodies} b WHERE b.id = {objects}.id) ORDER BY object_id LIMIT ?2");
    }
}
