using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Core.Store;

namespace Boom.AlertWorker.Catalogs;

/// <summary>Matches one object after the other: the fields for its document, hits of watch lists, and a tally by catalogue. One per worker.</summary>
public sealed class ObjectMatching(TimeProvider time)
{
    readonly MatchScratch _scratch = new();
    readonly Dictionary<string, MatchTally> _tally = new(StringComparer.Ordinal);

    /// <summary>Matches an object.</summary>
    /// <param name="matcher">Tables and watch lists.</param>
    /// <param name="objectId">The object.</param>
    /// <param name="position">Its position.</param>
    /// <param name="nowMs">Time of the batch, milliseconds since 1970.</param>
    /// <param name="writer">Holds the answer until it is reset.</param>
    /// <param name="hits">Takes hits of watch lists.</param>
    /// <returns>A BSON document with <c>cross_matches</c> and <c>boom.catalogs</c>.</returns>
    public ReadOnlyMemory<byte> Match(
        ObjectMatcher matcher, string objectId, SkyPosition position, long nowMs, BsonWriter writer, List<WatchlistHit> hits)
    {
        writer.BeginRoot();
        var rows = writer.BeginDocument("cross_matches"u8);
        foreach (var table in matcher.Tables)
        {
            var started = Begin();
            var count = table.Write(writer, position, _scratch);
            Note(table.Rule.Catalog, table.Version, started, count);
        }

        writer.End(rows);
        if (matcher.Tables.Count > 0)
        {
            var stamps = writer.BeginDocument("boom"u8);
            var versions = writer.BeginDocument("catalogs"u8);
            foreach (var table in matcher.Tables)
                writer.String(table.Name, table.Version);
            writer.End(versions);
            writer.End(stamps);
        }

        Find(matcher, objectId, position, nowMs, hits);
        return writer.EndRoot();
    }

    /// <summary>Finds the places of watch lists at which an object lies.</summary>
    public void Find(ObjectMatcher matcher, string objectId, SkyPosition position, long nowMs, List<WatchlistHit> hits)
    {
        foreach (var list in matcher.Watchlists)
        {
            var (started, before) = (Begin(), hits.Count);
            list.Find(matcher.Survey, objectId, position, nowMs, _scratch, hits);
            Note(list.Name, list.Version, started, hits.Count - before);
        }
    }

    /// <summary>What has been matched since the last call, by catalogue.</summary>
    public IReadOnlyList<MatchTally> TakeTally()
    {
        MatchTally[] tally = [.. _tally.Values];
        _tally.Clear();
        return tally;
    }

    long Begin()
    {
        _scratch.RowsTested = 0;
        return time.GetTimestamp();
    }

    void Note(string catalog, string version, long started, int rows)
    {
        if (!_tally.TryGetValue(catalog, out var tally))
            _tally.Add(catalog, tally = new MatchTally(catalog, version));
        tally.Lookups++;
        tally.Rows += rows;
        tally.RowsTested += _scratch.RowsTested;
        tally.Ticks += time.GetTimestamp() - started;
    }
}

/// <summary>What a worker has matched with one catalogue.</summary>
/// <param name="catalog">Its name.</param>
/// <param name="version">Version of the table.</param>
public sealed class MatchTally(string catalog, string version)
{
    /// <summary>The catalogue.</summary>
    public string Catalog => catalog;

    /// <summary>Version of the table.</summary>
    public string Version => version;

    /// <summary>Objects.</summary>
    public long Lookups { get; set; }

    /// <summary>Rows that match.</summary>
    public long Rows { get; set; }

    /// <summary>Rows that were compared with a cone.</summary>
    public long RowsTested { get; set; }

    /// <summary>Time, in ticks of the clock that was given.</summary>
    public long Ticks { get; set; }
}
