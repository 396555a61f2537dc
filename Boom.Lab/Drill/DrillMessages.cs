using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker;
using Boom.Simulation;

namespace Boom.Lab.Drill;

/// <summary>
/// Whether filters and public streams have told what they must: of every alert that passes a message at least once, under one identifier, and a hit exactly
/// once; of no other alert anything.
/// </summary>
/// <param name="store">The store of the run, when all is done.</param>
/// <param name="filterStore">The same, for hits.</param>
/// <param name="book">All messages.</param>
internal sealed class DrillMessages(IAlertStore store, IFilterStore filterStore, MessageBook book)
{
    const int BatchSize = 200;
    const int MostSentences = 10;

    readonly List<string> _sentences = [];

    /// <summary>Alerts that some filter must let pass.</summary>
    public long Passing { get; private set; }

    /// <summary>Alerts that the public streams must have.</summary>
    public long Public { get; private set; }

    /// <summary>Messages and hits that are not there.</summary>
    public long Lost { get; private set; }

    /// <summary>Hits that are there twice.</summary>
    public long Duplicated { get; private set; }

    /// <summary>The first of what is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Sentences => _sentences;

    /// <summary>Looks at a survey.</summary>
    /// <param name="night">Its night.</param>
    /// <param name="junk">Packets that must never be stored.</param>
    /// <param name="resultsTopic">Where what filters let pass is sent.</param>
    public async Task CheckAsync(DrillNight night, SimulatedNight junk, string resultsTopic, CancellationToken cancellationToken)
    {
        var survey = SurveyCatalog.Default[night.Survey];
        var filters = new DrillFilters(survey);
        var hits = await ReadHitsAsync(filters, cancellationToken);
        var watched = await ReadWatchedAsync(night.Survey, cancellationToken);
        using var stream = PublicStream.Of(survey, SurveyCatalog.Default, EnrichmentSettings.None);
        var reader = new AlertDocumentReader(survey, store);
        foreach (var candids in night.Night.Packets().Select(packet => packet.Candid).Chunk(BatchSize))
        {
            // What is not stored, or not enriched, is told of elsewhere.
            var stored = await store.FindAlertsAsync(night.Survey, candids, cancellationToken);
            var alerts = await reader.ReadAlertsAsync(stored.Keys.ToHashSet(), cancellationToken);
            foreach (var alert in await reader.ReadAsync(alerts, cancellationToken))
            {
                CheckFilters(alert, filters.PassedBy(alert.Candid, alert.ProgramId, watched.Contains(alert.ObjectId)), hits, resultsTopic);
                if (stream is not null)
                    CheckPublic(alert, stream);
            }
        }

        CheckJunk(junk);
    }

    async Task<Dictionary<long, List<(string, string)>>> ReadHitsAsync(DrillFilters filters, CancellationToken cancellationToken)
    {
        var hits = new Dictionary<long, List<(string, string)>>();
        foreach (var id in filters.Ids)
        {
            foreach (var hit in await filterStore.ListHitsAsync(new FilterHitQuery(int.MaxValue) { FilterId = id }, cancellationToken))
            {
                if (!hits.TryGetValue(hit.Candid, out var ofAlert))
                    hits[hit.Candid] = ofAlert = [];
                ofAlert.Add((hit.FilterId, hit.Fid));
            }
        }

        return hits;
    }

    async Task<HashSet<string>> ReadWatchedAsync(Survey survey, CancellationToken cancellationToken)
    {
        var hits = await store.ListWatchlistHitsAsync(new WatchlistQuery(DrillCatalogs.Watchlist, Limit: int.MaxValue), cancellationToken);
        return hits.Where(hit => hit.Survey == survey).Select(hit => hit.ObjectId).ToHashSet(StringComparer.Ordinal);
    }

    void CheckFilters(AlertDocuments alert, IReadOnlyList<(string Filter, string Version)> expected, Dictionary<long, List<(string, string)>> hits, string topic)
    {
        var candid = alert.Candid;
        var found = hits.GetValueOrDefault(candid) ?? [];
        var twice = found.Count - found.Distinct().Count();
        Duplicated += twice;
        if (twice > 0)
            Tell($"Alert {candid} has {twice} hits twice");
        foreach (var missing in expected.Except(found))
            Lose($"Alert {candid} has no hit of {missing}");
        foreach (var surplus in found.Except(expected))
            Tell($"Alert {candid} has a hit of {surplus}, which it cannot pass");
        var seen = book.Find(topic, candid);
        if (expected.Count == 0)
        {
            if (seen is not null)
                Tell($"Alert {candid} passes no filter, and was sent to {topic} for {string.Join(" and for ", seen.Filters)}");
            return;
        }

        Passing++;
        CheckSeen(candid, topic, seen, MessageId.Of(topic, candid, expected), string.Join(' ', expected.Select(one => one.Filter).Order(StringComparer.Ordinal)));
    }

    void CheckPublic(AlertDocuments alert, PublicStream stream)
    {
        // Whether an object of another survey is near may have become known since.
        var sent = stream.Topics.Where(topic => book.Find(topic, alert.Candid) is not null).ToList();
        foreach (var topic in sent)
            CheckSeen(alert.Candid, topic, book.Find(topic, alert.Candid), MessageId.Of(topic, alert.Candid, []), "");
        var verdict = alert.HasProperties ? stream.Make(alert) : new PublicVerdict(null, Withheld.LightCurve);
        if (verdict.Message is null && sent.Count > 0)
            Tell($"Alert {alert.Candid} must not be public ({verdict.Withheld}), and was sent to {string.Join(", ", sent)}");
        if (verdict.Message is null)
            return;
        Public++;
        if (sent.Count == 0)
            Lose($"Alert {alert.Candid} was not sent to {verdict.Message.Topic}");
    }

    void CheckSeen(long candid, string topic, SeenMessages? seen, string id, string filters)
    {
        if (seen is null)
        {
            Lose($"Alert {candid} was not sent to {topic}");
            return;
        }

        if (seen.Ids.Count != 1 || !seen.Ids.Contains(id))
            Tell($"Alert {candid} was sent to {topic} as {string.Join(", ", seen.Ids)} and not as {id}");
        if (seen.Filters.Count != 1 || !seen.Filters.Contains(filters))
            Tell($"Alert {candid} was sent to {topic} for {string.Join(" and for ", seen.Filters)} and not for {filters}");
    }

    void CheckJunk(SimulatedNight junk)
    {
        var candids = junk.Packets().Select(packet => packet.Candid).ToHashSet();
        foreach (var (topic, candid) in book.Seen.Where(seen => candids.Contains(seen.Candid)))
            Tell($"Alert {candid} of an aborted transaction was sent to {topic}");
    }

    void Lose(string sentence)
    {
        Lost++;
        Tell(sentence);
    }

    void Tell(string sentence)
    {
        if (_sentences.Count < MostSentences)
            _sentences.Add(sentence);
    }
}
