using Boom.AlertWorker.Stored;
using Boom.Catalogs;
using Boom.Core.Catalogs;

namespace Boom.Cli.Rendering.Json;

/// <summary>A sky table; <c>usedBy</c> names the surveys whose new objects are matched with it.</summary>
internal sealed record CatalogJson(
    string Name, string Version, string Source, DateTimeOffset CreatedAt, long Rows, long Bytes, string? IdColumn, IReadOnlyDictionary<string, string> Properties,
    IEnumerable<string> UsedBy, IEnumerable<CatalogColumnJson> Columns)
{
    public static CatalogJson Of(SkyTableHeader header, IEnumerable<string> usedBy) => new(
        header.Description.Name, header.Description.Version, header.Description.Source, header.Description.CreatedAt, header.RowCount, header.FileBytes,
        header.Description.IdColumn, header.Description.Properties, usedBy,
        header.Columns.Select(column => new CatalogColumnJson(column.Name, column.Type.ToString().ToLowerInvariant(), column.Unit, column.Description)));
}

/// <summary>A column of a sky table.</summary>
internal sealed record CatalogColumnJson(string Name, string Type, string? Unit, string? Description);

/// <summary><c>boom catalog list</c>; <c>missing</c> are catalogues that the configuration asks for and that are not there.</summary>
internal sealed record CatalogsJson(string Folder, IEnumerable<CatalogJson> Catalogs, IEnumerable<string> Missing, IEnumerable<string> Problems);

/// <summary><c>boom catalog show</c> and <c>boom cone --catalog</c>: rows as documents.</summary>
internal sealed record CatalogRowsJson(CatalogJson Catalog, IEnumerable<StoredDocument> Rows);

/// <summary><c>boom catalog add</c> and <c>boom watchlist add</c>.</summary>
internal sealed record AddedCatalogJson(
    string Name, string Version, string Path, string Source, long RowsRead, long RowsAdded, long RowsLeftOut, IReadOnlyDictionary<string, long> RowsRefused,
    IEnumerable<string> FirstRefusals, IReadOnlyDictionary<string, string> SkippedColumns, IEnumerable<string> Warnings, double Seconds)
{
    public static AddedCatalogJson Of(CatalogAccount account) => new(
        account.Header.Description.Name, account.Header.Description.Version, account.Path, account.Source, account.RowsRead, account.RowsAdded, account.RowsLeftOut,
        new SortedDictionary<string, long>(account.RowsRefused.ToDictionary(reason => reason.Key, reason => reason.Value)),
        account.FirstRefusals.Select(refusal => refusal.ToString()),
        new SortedDictionary<string, string>(account.SkippedColumns.DistinctBy(column => column.Name).ToDictionary(column => column.Name, column => column.Reason)),
        account.Warnings, account.Duration.TotalSeconds);
}

/// <summary>Whether a table is as it was written.</summary>
internal sealed record CheckedCatalogJson(string File, bool Sound, string? Problem = null);

/// <summary><c>boom catalog check</c>.</summary>
internal sealed record CheckedCatalogsJson(string Folder, IEnumerable<CheckedCatalogJson> Catalogs);

/// <summary><c>boom catalog match</c>, of one survey.</summary>
internal sealed record SurveyMatchesJson(string Survey, StoredMatches Account);

/// <summary><c>boom catalog match</c>.</summary>
internal sealed record CatalogMatchesJson(IEnumerable<SurveyMatchesJson> Surveys);

/// <summary>A hit of a watch list.</summary>
internal sealed record WatchlistHitJson(string List, string Version, string Row, string Survey, string ObjectId, double DistanceArcsec, DateTimeOffset FoundAt);

/// <summary><c>boom watchlist hits</c>.</summary>
internal sealed record WatchlistHitsJson(IEnumerable<WatchlistHitJson> Hits);
