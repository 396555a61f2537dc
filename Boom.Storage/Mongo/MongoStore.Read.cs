using Boom.Core.Alerts;
using Boom.Core.Photometry;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Documents;
using MongoDB.Bson;

namespace Boom.Storage.Mongo;

/// <content>Look-ups by key.</content>
public sealed partial class MongoStore
{
    /// <summary>Documents per reply: an alert has some 15 kB, and an object 20 kB or more.</summary>
    const int AlertsPerReply = 500;
    const int ObjectsPerReply = 100;
    const int SummariesPerReply = 5000;

    static readonly BsonDocument ByCandid = new("_id", 1);
    static readonly BsonDocument IdOnly = new("_id", 1);
    static readonly BsonDocument NewestFirst = new("candidate.jd", -1);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<long, StoredAlert>> FindAlertsAsync(
        Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        var states = new Dictionary<long, StoredAlert>();
        if (candids.Count == 0)
            return states;
        await _format.CheckAsync(cancellationToken);

        // What is stored counts as stored, so it must be there for good.
        var found = await _server.FindDurableAsync(_server.Alerts(survey), MongoFilters.Ids(candids), AlertFields.State, SummariesPerReply, cancellationToken);
        foreach (var alert in found)
        {
            var document = alert.Bytes.Span;
            var state = EnrichmentStamp.IsIn(document) ? AlertState.Enriched : AlertState.Stored;
            states[AlertFields.ReadCandid(document)] = new(state, IngestOrigin.Of(document));
        }

        return states;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<long, byte[]>> ReadAlertsAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<long, byte[]>(candids.Count);
        if (candids.Count == 0)
            return documents;
        await _format.CheckAsync(cancellationToken);
        var found = await _server.FindAsync(_server.Alerts(survey), MongoFilters.Ids(candids), null, AlertsPerReply, cancellationToken);
        foreach (var alert in found)
            documents[AlertFields.ReadCandid(alert.Bytes.Span)] = alert.ToArray();
        return documents;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadObjectsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, byte[]>(objectIds.Count);
        if (objectIds.Count == 0)
            return documents;
        await _format.CheckAsync(cancellationToken);
        await ReadHeadsAsync(survey, objectIds, documents, cancellationToken);
        await _pages.AssembleAsync(
            survey, documents, ids => ReadHeadsAsync(survey, ids, new Dictionary<string, byte[]>(ids.Count), cancellationToken), cancellationToken);
        return documents;
    }

    async Task<Dictionary<string, byte[]>> ReadHeadsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, Dictionary<string, byte[]> heads, CancellationToken cancellationToken)
    {
        foreach (var document in await _server.FindAsync(_server.Objects(survey), MongoFilters.Ids(objectIds), null, ObjectsPerReply, cancellationToken))
            heads[AlertFields.ReadId(document.Bytes.Span)] = document.ToArray();
        return heads;
    }

    /// <inheritdoc/>
    /// <exception cref="PermanentFaultException">The cutouts are not as they were written.</exception>
    public async ValueTask<byte[]?> ReadCutoutsAsync(Survey survey, long candid, CancellationToken cancellationToken)
    {
        if (await _cutouts.ReadAsync(survey, candid, cancellationToken) is not { } stored)
            return null;
        return CutoutImages.Expand(stored)
            ?? throw new PermanentFaultException($"The cutouts of alert {candid} in the store {Name} are damaged: bring them back from a backup.");
    }

    /// <inheritdoc/>
    public async ValueTask<CutoutBatch> ReadCutoutsAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => await _cutouts.ReadAsync(survey, candids, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string?> FindDesignationAsync(Survey survey, string designation, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        var found = await _server.FindAsync(
            _server.Objects(survey), new BsonDocument("designation", designation), MongoServer.Options(IdOnly, 1, ByCandid, 1), cancellationToken);
        return found.Count > 0 ? AlertFields.ReadId(found[0].Bytes.Span) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<long>> FindUnenrichedAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
            return [];
        await _format.CheckAsync(cancellationToken);
        var filter = MongoFilters.Waiting.Add("_id", new BsonDocument("$gt", afterCandid));
        var options = MongoServer.Options(IdOnly, limit, ByCandid, limit);
        var found = await _server.FindAsync(_server.Alerts(survey), filter, options, cancellationToken);
        return found.ConvertAll(alert => AlertFields.ReadCandid(alert.Bytes.Span));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<long>> ListCandidsAsync(
        Survey survey, AlertSpan span, long afterCandid, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0 || afterCandid >= span.LastCandid)
            return [];
        await _format.CheckAsync(cancellationToken);
        var candids = new BsonDocument("$lte", span.LastCandid);
        candids.Add(afterCandid >= span.FirstCandid ? "$gt" : "$gte", Math.Max(afterCandid, span.FirstCandid));
        var filter = new BsonDocument("_id", candids);
        if (!span.IsAll)
            filter.Add("candidate.jd", new BsonDocument { { "$gte", span.FromJd }, { "$lt", span.ToJd } });
        var found = await _server.FindAsync(_server.Alerts(survey), filter, MongoServer.Options(IdOnly, limit, ByCandid, limit), cancellationToken);
        return found.ConvertAll(alert => AlertFields.ReadCandid(alert.Bytes.Span));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AlertSummary>> ListAlertsAsync(Survey survey, string objectId, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
            return [];
        await _format.CheckAsync(cancellationToken);
        var magnitude = _surveys.MagnitudeField(survey);
        var options = MongoServer.Options(AlertFields.Summary(magnitude), SummariesPerReply, NewestFirst, limit);
        var found = await _server.FindAsync(_server.Alerts(survey), new BsonDocument("objectId", objectId), options, cancellationToken);
        return found.ConvertAll(alert => AlertFields.ReadSummary(alert.Bytes.Span, magnitude));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AlertSummary>> ListBrightestNewAsync(Survey survey, double sinceJd, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
            return [];
        await _format.CheckAsync(cancellationToken);
        var magnitude = _surveys.MagnitudeField(survey);
        var created = new BsonDocument("created_at", new BsonDocument("$gte", sinceJd));
        var objects = await _server.FindAsync(_server.Objects(survey), created, IdOnly, SummariesPerReply, cancellationToken);
        var brightest = new Dictionary<string, AlertSummary>(objects.Count);
        foreach (var page in objects.ConvertAll(document => AlertFields.ReadId(document.Bytes.Span)).Chunk(SummariesPerReply))
        {
            var alerts = await _server.FindAsync(_server.Alerts(survey), MongoFilters.Ids(page, "objectId"), AlertFields.Summary(magnitude), SummariesPerReply, cancellationToken);
            foreach (var alert in alerts)
                KeepBrighter(brightest, AlertFields.ReadSummary(alert.Bytes.Span, magnitude));
        }

        var list = new List<AlertSummary>(brightest.Values);
        list.Sort((left, right) => (left.Magpsf, left.Candid).CompareTo((right.Magpsf, right.Candid)));
        return list.Count <= limit ? list : list.GetRange(0, limit);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// From the metadata of the collections and the index of alerts that wait, so it is quick at any size, and may be off after an unclean end of the
    /// server (<see cref="CountAlertsAsync"/>).
    /// </remarks>
    public async ValueTask<StoreCounts> CountAsync(Survey survey, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        var alerts = _server.EstimateAsync(_server.Alerts(survey), cancellationToken);
        var waiting = _server.CountAsync(_server.Alerts(survey), MongoFilters.Waiting, cancellationToken);
        var objects = _server.EstimateAsync(_server.Objects(survey), cancellationToken);
        var cutouts = _cutouts.CountAsync(survey, cancellationToken);
        var letters = _letters.CountAsync(survey, cancellationToken);
        await Task.WhenAll(alerts, waiting, objects, cutouts, letters);
        return new(await alerts, Math.Max(0, await alerts - await waiting), await objects, await cutouts, await letters);
    }

    /// <inheritdoc/>
    /// <remarks>Counted one by one in the index of <c>_id</c>, which takes about a minute for a hundred million.</remarks>
    public async ValueTask<long> CountAlertsAsync(Survey survey, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        var alerts = _server.DatabaseWithoutTimeouts.GetCollection<EncodedDocument>(survey.ToUpperName() + "_alerts");
        return await _server.CountAsync(alerts, new BsonDocument("_id", new BsonDocument("$gte", long.MinValue)), cancellationToken);
    }

    static void KeepBrighter(Dictionary<string, AlertSummary> brightest, AlertSummary alert)
    {
        if (!Magnitudes.IsReal(alert.Magpsf))
            return;
        if (!brightest.TryGetValue(alert.ObjectId, out var known) || (alert.Magpsf, alert.Candid).CompareTo((known.Magpsf, known.Candid)) < 0)
            brightest[alert.ObjectId] = alert;
    }
}
