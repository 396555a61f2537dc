using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>The long part of an upgrade: alerts that the version before has enriched.</content>
public sealed partial class MongoStore
{
    const int AlertsPerPage = 1_000;

    static readonly BsonDocument PropertiesOnly = new("properties", 1);

    /// <summary>
    /// Goes through all stored alerts of a survey, by candid, and brings their <c>properties</c> to the form of this version. How far it has come is kept in
    /// the store after each thousand: ended in between, it goes on from there; once done, it begins anew. Alerts that a program of the version before
    /// enriches meanwhile may be missed.
    /// </summary>
    /// <param name="survey">The survey.</param>
    /// <param name="complete">What is done to each: takes <c>properties</c> as BSON, answers the document in its place, null when it is complete.</param>
    /// <param name="onProgress">Told after each thousand how many alerts were looked at and how many changed, by this call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many alerts were changed by this call.</returns>
    public async Task<long> UpgradeAlertsAsync(
        Survey survey, Func<Survey, ReadOnlySpan<byte>, byte[]?> complete, Action<long, long>? onProgress, CancellationToken cancellationToken)
    {
        await PrepareAsync(null, cancellationToken);
        var name = survey.ToUpperName();
        var kept = await _format.ReadAlertsAsync(name, cancellationToken);
        var (looked, changed) = (0L, 0L);
        for (var after = kept?["after"].ToInt64() ?? long.MinValue; ;)
        {
            var page = await ReadPageAsync(survey, after, cancellationToken);
            if (page.Count == 0)
                break;
            changed += await UpgradePageAsync(survey, page, complete, cancellationToken);
            looked += page.Count;
            after = AlertFields.ReadCandid(page[^1].Bytes.Span);
            await _format.WriteAlertsAsync(name, new BsonDocument { { "after", after }, { "done", false } }, cancellationToken);
            onProgress?.Invoke(looked, changed);
        }

        await _format.WriteAlertsAsync(name, new BsonDocument { { "after", long.MinValue }, { "done", true } }, cancellationToken);
        return changed;
    }

    Task<List<EncodedDocument>> ReadPageAsync(Survey survey, long after, CancellationToken cancellationToken) => _server.FindAsync(
        _server.Alerts(survey), new BsonDocument("_id", new BsonDocument("$gt", after)),
        MongoServer.Options(PropertiesOnly, AlertsPerPage, ByCandid, AlertsPerPage), cancellationToken);

    async Task<long> UpgradePageAsync(Survey survey, List<EncodedDocument> page, Func<Survey, ReadOnlySpan<byte>, byte[]?> complete, CancellationToken cancellationToken)
    {
        using var bson = new BsonWriter();
        var updates = new List<WriteModel<EncodedDocument>>();
        foreach (var alert in page)
        {
            var properties = new BsonReader(alert.Bytes.Span);
            if (properties.Find("properties"u8) && properties.Type == Core.Bson.BsonType.Document && complete(survey, properties.Value) is { } completed)
                updates.Add(ReplaceProperties(AlertFields.ReadCandid(alert.Bytes.Span), properties.Element, completed, bson));
        }

        if (updates.Count == 0)
            return 0;
        var (refusals, found) = await _server.UpdateAsync(_server.Alerts(survey), updates, cancellationToken);
        return refusals.Count == 0 ? found : throw new PermanentFaultException($"The upgrade of {survey.ToUpperName()}_alerts cannot go on: {refusals[0].Reason}");
    }

    /// <summary>An alert that is enriched anew meanwhile is left as it is.</summary>
    static UpdateOneModel<EncodedDocument> ReplaceProperties(long candid, ReadOnlySpan<byte> before, byte[] completed, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.Int64("_id"u8, candid);
        writer.RawElements(before);
        var filter = EncodedBuffers.Filter(writer.EndRoot());
        writer.BeginRoot();
        var set = writer.BeginDocument("$set"u8);
        writer.Raw(Core.Bson.BsonType.Document, "properties"u8, completed);
        writer.End(set);
        return new(filter, EncodedBuffers.Update(writer.EndRoot()));
    }
}
