using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Boom.AlertWorker.Catalogs;
using Boom.Core.Alerts;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.AlertWorker;

/// <summary>Metrics of the alert stage.</summary>
public sealed class AlertWorkerTelemetry : StageTelemetry
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string MeterName = "Boom.AlertWorker";

    readonly Counter<long> _processed;
    readonly Counter<long> _letters;
    readonly Counter<long> _lookups;
    readonly Counter<long> _rows;
    readonly Counter<long> _rowsTested;
    readonly Counter<long> _hits;
    readonly Counter<double> _seconds;
    readonly ConcurrentDictionary<Survey, CatalogsInUse> _inUse = new();
    readonly ConcurrentDictionary<Survey, bool> _room = new();

    public AlertWorkerTelemetry()
        : base(new StageTerms(
            MeterName, "alert_worker", "Alert workers", "store alerts", "packet", "hand-over",
            "From the time stamp of a packet in Kafka until its outcome is stored."))
    {
        _processed = Meter.CreateCounter<long>("alert_worker.alert.processed", "{alert}", "Packets processed, by status and reason.");
        _letters = Meter.CreateCounter<long>("alert_worker.dead_letters", "{letter}", "Packets that became dead letters, by reason.");
        _lookups = Meter.CreateCounter<long>("alert_worker.catalog.lookups", "{object}", "Objects looked up, by catalogue and version of its table.");
        _rows = Meter.CreateCounter<long>("alert_worker.catalog.matches", "{row}", "Rows that match an object, by catalogue.");
        _rowsTested = Meter.CreateCounter<long>("alert_worker.catalog.rows.tested", "{row}", "Rows compared with a cone, by catalogue.");
        _seconds = Meter.CreateCounter<double>("alert_worker.catalog.time", "s", "Time of look-ups, by catalogue.");
        Meter.CreateObservableGauge(
            "alert_worker.catalog.rows", () => _inUse.SelectMany(survey => survey.Value.Rows.Select(table => new Measurement<long>(
                table.Rows, NameOf(survey.Key), new("catalog", table.Catalog), new("version", table.Version)))),
            "{row}", "Rows of the tables that new objects are matched with, by catalogue and version; all programs tell the same of the same tables.");
        Meter.CreateObservableGauge(
            "alert_worker.catalog.lacking", () => _inUse.Select(survey => new Measurement<int>(survey.Value.Lacking, NameOf(survey.Key))),
            "{catalog}", "Catalogues that are asked for and cannot be used.");
        Meter.CreateObservableGauge(
            "alert_worker.room.paused", () => _room.Select(survey => new Measurement<int>(survey.Value ? 0 : 1, NameOf(survey.Key))), "{state}",
            "1 while nothing is stored because a disk has less room than Storage:MinimumFree.");
        if (PageFaults.AreKnown)
        {
            Meter.CreateObservableCounter(
                "alert_worker.paging.faults", PageFaults.Count, "{fault}", "Page faults of this process that had to read from the disk, such as of tables that are not in the cache.");
        }

        _hits = Meter.CreateCounter<long>("alert_worker.watchlist.hits", "{hit}", "Objects found at places of watch lists, those recorded before included.");
    }

    /// <summary>Notes what new objects are matched with from now on.</summary>
    internal void InUse(ObjectMatcher matcher) => _inUse[matcher.Survey] = new CatalogsInUse(
        [
            .. matcher.Tables.Select(table => (table.Rule.Catalog, table.Version, table.RowCount)),
            .. matcher.Watchlists.Select(list => (list.Name, list.Version, list.RowCount)),
        ],
        matcher.Problems.Count);

    /// <summary>Notes whether there is room for alerts of a survey.</summary>
    internal void SetRoom(Survey survey, bool isThere) => _room[survey] = isThere;

    /// <summary>Counts what has been matched.</summary>
    /// <param name="survey">Whose objects.</param>
    /// <param name="tallies">By catalogue.</param>
    /// <param name="time">Clock of the tallies.</param>
    internal void Matched(Survey survey, IReadOnlyList<MatchTally> tallies, TimeProvider time)
    {
        var name = NameOf(survey);
        foreach (var tally in tallies)
        {
            var catalog = new KeyValuePair<string, object?>("catalog", tally.Catalog);
            _lookups.Add(tally.Lookups, name, catalog, new("version", tally.Version));
            _rows.Add(tally.Rows, name, catalog);
            _rowsTested.Add(tally.RowsTested, name, catalog);
            _seconds.Add((double)tally.Ticks / time.TimestampFrequency, name, catalog);
            if (tally.Catalog.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal))
                _hits.Add(tally.Rows, name);
        }
    }

    /// <summary>Counts a batch that is stored and handed on.</summary>
    public void BatchProcessed(Survey survey, AlertOutcome outcome, int failures, TimeSpan duration)
    {
        var name = NameOf(survey);
        int added = -failures, exists = 0, failed = 0;
        foreach (var entry in outcome.Ledger)
        {
            added += entry.Outcome == PacketOutcome.Stored ? 1 : 0;
            exists += entry.Outcome == PacketOutcome.Duplicate ? 1 : 0;
            failed += entry.Outcome == PacketOutcome.DeadLettered ? 1 : 0;
        }

        Count(added, name, "ok", "added");
        Count(exists, name, "ok", "exists");
        Count(failed + failures, name, "error", "processing");
        RecordBatch(name, outcome.Ledger.Count, duration);
        foreach (var letter in outcome.DeadLetters)
            DeadLettered(letter);
    }

    /// <summary>Counts a packet that is given up.</summary>
    public void DeadLettered(DeadLetter letter) => _letters.Add(1, NameOf(letter.Survey), new("reason", letter.Reason));

    /// <summary>Notes how old the packets of a batch are that has just been stored.</summary>
    public void BatchStored(Survey survey, IReadOnlyList<LedgerEntry> packets, DateTimeOffset now) =>
        RecordAges(NameOf(survey), packets.Select(packet => packet.Origin), now);

    /// <inheritdoc/>
    protected override void Begin(KeyValuePair<string, object?> survey)
    {
        foreach (var (status, reason) in ((string, string)[])[("ok", "added"), ("ok", "exists"), ("error", "processing")])
            _processed.Add(0, survey, new("status", status), new("reason", reason));
        _hits.Add(0, survey);
        foreach (var reason in PacketFault.Reasons)
            _letters.Add(0, survey, new("reason", reason));
    }

    sealed record CatalogsInUse(IReadOnlyList<(string Catalog, string Version, long Rows)> Rows, int Lacking);

    void Count(int count, KeyValuePair<string, object?> survey, string status, string reason)
    {
        if (count > 0)
            _processed.Add(count, survey, new("status", status), new("reason", reason));
    }
}
