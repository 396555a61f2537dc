using System.Globalization;
using Boom.AlertWorker.Stored;
using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Lab.Drill;

/// <summary>
/// A catalogue and a watch list of the night's objects. The catalogue is replaced and taken away while the night comes in; each row tells its edition, which is
/// the version of its table. In the end every object must have rows of one edition, all of them, or none and no key.
/// </summary>
/// <param name="folder">Folder of the tables.</param>
/// <param name="night">Whose objects.</param>
/// <param name="time">Clock.</param>
internal sealed class DrillCatalogs(string folder, DrillNight night, TimeProvider time)
{
    /// <summary>The target of its faults.</summary>
    public const string Name = "catalogs";

    /// <summary>The watch list.</summary>
    public const string Watchlist = "watchlist_drill";

    const string Catalog = "DRILL";
    const double RadiusArcsec = 2;
    const int PageSize = 500;

    static readonly SkyColumn[] Columns = [new("_id", SkyColumnType.Int64), new("edition", SkyColumnType.Int32)];
    static readonly CrossMatchRule Rule = new(Catalog, RadiusArcsec, ["edition"]);

    readonly List<string> _problems = [];
    int _edition;

    /// <summary>What the programs are told.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>
    {
        ["Catalogs__Folder"] = folder,
        ["Catalogs__RefreshInterval"] = "00:00:01",
        [$"CrossMatch__{night.Survey.ToLowerName()}__0__catalog"] = Catalog,
        [$"CrossMatch__{night.Survey.ToLowerName()}__0__radius"] = RadiusArcsec.ToString(CultureInfo.InvariantCulture),
        [$"CrossMatch__{night.Survey.ToLowerName()}__0__projection__edition"] = "1",
    };

    /// <summary>Makes the first edition, and the list.</summary>
    public void Begin()
    {
        Directory.CreateDirectory(folder);
        Replace();
        var properties = new Dictionary<string, string> { [WatchlistMatcher.RadiusProperty] = RadiusArcsec.ToString(CultureInfo.InvariantCulture) };
        Write(new SkyTableDescription(Watchlist, "1", "boom drill", time.GetUtcNow()) { IdColumn = "_id", Properties = properties }, 1, everyNth: 3);
    }

    /// <summary>Puts the next edition in place of the one before.</summary>
    public void Replace()
    {
        var edition = Interlocked.Increment(ref _edition);
        Write(new SkyTableDescription(Catalog, edition.ToString(CultureInfo.InvariantCulture), "boom drill", time.GetUtcNow()) { IdColumn = "_id" }, edition, everyNth: 2);
    }

    /// <summary>Takes the catalogue away.</summary>
    public void Remove() => SkyTableFiles.Remove(SkyTableFiles.PathOf(folder, Catalog));

    /// <summary>Looks at every object, matches what lacks the last edition, and looks again. Answers what is wrong, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(IAlertStore store, IAlertReader reader, CancellationToken cancellationToken)
    {
        using var shelf = new CatalogShelf(folder);
        shelf.Refresh();
        using var matcher = new ObjectMatcher(night.Survey, [Rule], areWanted: true, shelf.Take());
        _problems.AddRange(matcher.Problems);
        if (_problems.Count > 0)
            return _problems;
        using var set = shelf.Take();
        var positions = await CheckObjectsAsync(store, set.Find(Catalog)!, isLast: false, cancellationToken);
        await CheckHitsAsync(store, set.Find(Watchlist)!, positions, cancellationToken);
        var account = await new StoredMatching(matcher, matcher.Tables, [], store, reader, again: false, null, time).RunAsync(_ => { }, _ => { }, cancellationToken);
        if (account.Read != positions.Count || account.ChangedByOthers > 0)
            _problems.Add($"Of {positions.Count} objects {account.Read} were looked at to be matched later, and {account.ChangedByOthers} were changed by others");
        await CheckObjectsAsync(store, set.Find(Catalog)!, isLast: true, cancellationToken);
        return _problems;
    }

    async Task<Dictionary<string, SkyPosition>> CheckObjectsAsync(IAlertStore store, SkyTable table, bool isLast, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<string, SkyPosition>(StringComparer.Ordinal);
        var hits = new SkyHits();
        for (var after = ""; ;)
        {
            var page = await store.ListObjectsAsync(night.Survey, after, PageSize, cancellationToken);
            if (page.Count == 0)
                return positions;
            after = page[^1].ObjectId;
            var documents = await store.ReadObjectsAsync(night.Survey, [.. page.Select(one => one.ObjectId)], cancellationToken);
            foreach (var one in page)
            {
                positions[one.ObjectId] = one.Position!.Value;
                Check(one.ObjectId, BsonSerializer.Deserialize<BsonDocument>(documents[one.ObjectId]), table.FindCone(one.Position!.Value, RadiusArcsec, hits), isLast);
            }
        }
    }

    void Check(string objectId, BsonDocument document, int rows, bool isLast)
    {
        var matches = document.GetValue("cross_matches", new BsonDocument()).AsBsonDocument;
        var version = document.GetValue("boom", new BsonDocument()).AsBsonDocument.GetValue("catalogs", new BsonDocument()).AsBsonDocument.GetValue(Catalog, BsonNull.Value);
        if (matches.Contains(Watchlist))
            _problems.Add($"Object {objectId} has the rows of a watch list");
        if (matches.Contains(Catalog) == version.IsBsonNull)
            _problems.Add($"Object {objectId} has {(version.IsBsonNull ? "rows of a catalogue and no version" : "a version of a catalogue and no rows")}");
        else if (!version.IsBsonNull)
            CheckRows(objectId, matches[Catalog].AsBsonArray, version.AsString, rows);
        if (isLast && version != _edition.ToString(CultureInfo.InvariantCulture))
            _problems.Add($"Object {objectId} was to be matched with edition {_edition}, and is with {version}");
    }

    void CheckRows(string objectId, BsonArray found, string version, int rows)
    {
        var editions = found.Select(row => row["edition"].ToInt32().ToString(CultureInfo.InvariantCulture)).Distinct().ToList();
        if (found.Count != rows)
            _problems.Add($"Object {objectId} has {found.Count} rows of edition {version} and not {rows}");
        if (editions.Exists(edition => edition != version))
            _problems.Add($"Object {objectId} has rows of edition {string.Join(", ", editions)} and says that they are of {version}");
    }

    // Each object at a place of the list, once.
    async Task CheckHitsAsync(IAlertStore store, SkyTable list, Dictionary<string, SkyPosition> positions, CancellationToken cancellationToken)
    {
        var hits = new SkyHits();
        var expected = positions.Sum(one => (long)list.FindCone(one.Value, RadiusArcsec, hits));
        var all = await store.ListWatchlistHitsAsync(new WatchlistQuery(Watchlist, Limit: int.MaxValue), cancellationToken);
        var found = all.Where(hit => hit.Survey == night.Survey).ToList();
        var ofNight = found.Count(hit => positions.ContainsKey(hit.ObjectId));
        if (ofNight != expected || ofNight < found.Count)
            _problems.Add($"The watch list has {found.Count} hits, {ofNight} of them of objects that are stored, and not {expected}");
    }

    void Write(SkyTableDescription description, int edition, int everyNth)
    {
        using var builder = new SkyTableBuilder(description, Columns, new() { TempFolder = folder, MemoryBytes = 8 << 20 });
        var row = new SkyRow(Columns);
        var number = 0L;
        foreach (var truth in night.Night.Truths())
        {
            // Some objects have none, others up to three.
            for (var i = 0; number % everyNth == 0 && i <= (int)(number % 3); i++)
            {
                row.Position = truth.Position;
                row.SetInt64(0, (number * 4) + i);
                row.SetInt32(1, edition);
                builder.Add(row);
            }

            number++;
        }

        builder.Complete(SkyTableFiles.PathOf(folder, description.Name), null, CancellationToken.None);
    }
}
