using Boom.Core.Sky;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>What catalogues say of an object that is stored.</summary>
/// <param name="ObjectId">The object.</param>
/// <param name="Matches">By catalogue.</param>
public sealed record ObjectMatches(string ObjectId, IReadOnlyList<CatalogMatch> Matches);

/// <summary>What one catalogue says of an object.</summary>
/// <param name="Catalog">Its name: letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="Version">Version of its table; kept in <c>boom.catalogs</c> of the object.</param>
/// <param name="FollowsVersion">The version that the object was matched with before, or null for never: an object of another one is left as it is.</param>
/// <param name="Rows">BSON array of the rows that match, possibly empty; goes into <c>cross_matches</c> of the object.</param>
public sealed record CatalogMatch(string Catalog, string Version, string? FollowsVersion, ReadOnlyMemory<byte> Rows);

/// <summary>An object as matching sees it.</summary>
/// <param name="ObjectId">Its name.</param>
/// <param name="Position">Its position; null when the document has none.</param>
/// <param name="Catalogs">By name of a catalogue, the version of the table that it was matched with: a BSON document, empty when there is none.</param>
public sealed record StoredObject(string ObjectId, SkyPosition? Position, ReadOnlyMemory<byte> Catalogs);

/// <summary>An object at a place of a watch list. List, row, survey and object together are told once.</summary>
/// <param name="List">Name of the list, e.g. <c>watchlist_agn</c>.</param>
/// <param name="Version">Version of the list in which the hit was found.</param>
/// <param name="Row">What identifies the row in its list.</param>
/// <param name="Survey">Survey of the object.</param>
/// <param name="ObjectId">The object.</param>
/// <param name="DistanceArcsec">Between row and object, seconds of arc.</param>
/// <param name="FoundAtMs">When it was found, milliseconds since 1970.</param>
public sealed record WatchlistHit(string List, string Version, string Row, Survey Survey, string ObjectId, double DistanceArcsec, long FoundAtMs)
{
    /// <summary>Of hits the nearest of each object and list, by object, list, distance and row.</summary>
    public static IReadOnlyList<WatchlistHit> Nearest(IEnumerable<WatchlistHit> hits, int limit) =>
    [
        .. hits.GroupBy(hit => (hit.ObjectId, hit.List)).OrderBy(group => group.Key.ObjectId, StringComparer.Ordinal).ThenBy(group => group.Key.List, StringComparer.Ordinal)
            .SelectMany(group => group.OrderBy(hit => hit.DistanceArcsec).ThenBy(hit => hit.Row, StringComparer.Ordinal).Take(limit)),
    ];
}

/// <summary>Which hits.</summary>
/// <param name="List">Name of the list; null for all.</param>
/// <param name="ObjectId">The object; null for all.</param>
/// <param name="SinceMs">Found at this time or later, milliseconds since 1970.</param>
/// <param name="Limit">At most so many.</param>
public sealed record WatchlistQuery(string? List = null, string? ObjectId = null, long SinceMs = 0, int Limit = 1000);
