using Boom.Core.Alerts;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Storage.Objects;

namespace Boom.Storage.Sqlite;

/// <summary>
/// Pages of objects, in a table that a survey gets with its first page. From then on programs that know of none cannot open the store: they would take a
/// head for the whole object.
/// </summary>
static class PageTable
{
    static readonly (string Read, string Insert, string Delete, string Create)[] All = [.. Enum.GetValues<Survey>().Select(survey => Sql(Name(survey)))];

    /// <summary>A page as its document; throws when it is not there.</summary>
    /// <param name="database">The connection.</param>
    /// <param name="survey">Whose object.</param>
    /// <param name="id">Key of the page.</param>
    /// <param name="memory">Where it goes.</param>
    /// <exception cref="PermanentFaultException">The store is damaged.</exception>
    public static ReadOnlyMemory<byte> Read(SqliteDatabase database, Survey survey, string id, PacketArena memory)
        => Find(database, survey, id, memory) is { IsEmpty: false } page
            ? page
            : throw new PermanentFaultException($"The store {database.Path} is damaged: the page {id} of an object is gone. Bring the store back from a backup.");

    /// <summary>Writes the pages that a merge has made and takes those away that it has left.</summary>
    public static void Change(SqliteDatabase database, Survey survey, MergedObject merged)
    {
        if (merged.NewPages.Count == 0)
            return;
        if (database.ReadInt64("PRAGMA user_version") < SqliteSchema.PagedVersion)
            database.Execute(FormattableString.Invariant($"PRAGMA user_version = {SqliteSchema.PagedVersion}"));
        var sql = All[(int)survey];
        database.Execute(sql.Create);
        foreach (var (id, page) in merged.NewPages)
            database.Prepare(sql.Insert).Bind(1, id).Bind(2, page.Document.Span).Run();

        // Readers look at one state of the store: whoever refers to a page that goes has it.
        foreach (var id in merged.LeftPages)
            database.Prepare(sql.Delete).Bind(1, id).Run();
    }

    static ReadOnlyMemory<byte> Find(SqliteDatabase database, Survey survey, string id, PacketArena memory)
    {
        var read = database.Prepare(All[(int)survey].Read).Bind(1, id);
        var page = read.Step() ? memory.Add(read.Blob(0)) : default;
        read.Reset();
        return page;
    }

    static string Name(Survey survey) => survey.ToUpperName() + "_alerts_aux_pages";

    static (string, string, string, string) Sql(string table) => (
        $"SELECT document FROM {table} WHERE page = ?",
        $"INSERT OR IGNORE INTO {table}(page, document) VALUES (?, ?)",
        $"DELETE FROM {table} WHERE page = ?",
        $"CREATE TABLE IF NOT EXISTS {table}(id INTEGER PRIMARY KEY, page TEXT NOT NULL UNIQUE, document BLOB NOT NULL)");
}
