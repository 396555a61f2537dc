using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Lab.Drill;

/// <summary>Compares the store of a run with the undisturbed one, document by document.</summary>
internal sealed class DrillCheck(DrillStore store, SqliteStore reference)
{
    const int BatchSize = 200;
    const int MostSentences = 10;

    // What may differ: times of writing, how many writes it took, which packet of several with the same alert came first, which alert of an
    // object came first and gave it its position, what the enricher adds, which depends on how much of the light curve it saw, and what catalogues say
    // and which objects of other surveys are near, which are looked at apart.
    static readonly string[] FreeOfAlert = ["boom", "properties", "created_at", "updated_at"];
    static readonly string[] FreeOfObject = ["boom", "created_at", "updated_at", "version", "coordinates", "cross_matches", "aliases"];

    readonly List<string> _sentences = [];

    /// <summary>Alerts that are not there.</summary>
    public long Lost { get; private set; }

    /// <summary>Points that are there twice.</summary>
    public long Duplicated { get; private set; }

    /// <summary>Alerts of which a part is missing or wrong.</summary>
    public long HalfStored { get; private set; }

    /// <summary>The first of what is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Sentences => _sentences;

    public async Task RunAsync(DrillNight night, CancellationToken cancellationToken)
    {
        foreach (var candids in night.Night.Packets().Select(packet => packet.Candid).Chunk(BatchSize))
        {
            var expected = await reference.ReadAlertsAsync(night.Survey, candids, cancellationToken);
            var found = await store.Alerts.ReadAlertsAsync(night.Survey, candids, cancellationToken);
            var objectIds = expected.Values.Select(document => Parse(document)["objectId"].AsString).ToHashSet();
            var expectedObjects = await reference.ReadObjectsAsync(night.Survey, objectIds, cancellationToken);
            var foundObjects = await store.Alerts.ReadObjectsAsync(night.Survey, objectIds, cancellationToken);
            foreach (var candid in candids)
                await CheckAlertAsync(night.Survey, candid, expected[candid], found.GetValueOrDefault(candid), cancellationToken);
            foreach (var objectId in objectIds)
                CheckObject(objectId, expectedObjects[objectId], foundObjects.GetValueOrDefault(objectId));
        }
    }

    async Task CheckAlertAsync(Survey survey, long candid, byte[] expected, byte[]? found, CancellationToken cancellationToken)
    {
        if (found is null)
        {
            Lost++;
            Tell($"Alert {candid} is not stored");
            return;
        }

        var document = Parse(found);
        if (!document.Contains("properties"))
            Half($"Alert {candid} is not enriched");
        else if (Text(document, FreeOfAlert) != Text(Parse(expected), FreeOfAlert))
            Half($"Alert {candid} differs from what was published");
        var cutouts = await store.Reader.ReadCutoutsAsync(survey, candid, cancellationToken);
        var right = await reference.ReadCutoutsAsync(survey, candid, cancellationToken);
        if (cutouts is null || !cutouts.SequenceEqual(right!))
            Half($"Alert {candid} lacks its cutouts");
    }

    void CheckObject(string objectId, byte[] expected, byte[]? found)
    {
        if (found is null)
        {
            Half($"Object {objectId} is not stored");
            return;
        }

        var (right, document) = (Parse(expected), Parse(found));
        var surplus = right.Names.Where(name => right[name].IsBsonArray && document.Contains(name))
            .Sum(name => document[name].AsBsonArray.Count - right[name].AsBsonArray.Count);
        if (surplus > 0)
        {
            Duplicated += surplus;
            Tell($"Object {objectId} has {surplus} points too many");
        }
        else if (Text(document, FreeOfObject) != Text(right, FreeOfObject))
        {
            Half($"Object {objectId} lacks a part of its light curve");
        }
    }

    void Half(string sentence)
    {
        HalfStored++;
        Tell(sentence);
    }

    void Tell(string sentence)
    {
        if (_sentences.Count < MostSentences)
            _sentences.Add(sentence);
    }

    static BsonDocument Parse(byte[] document) => BsonSerializer.Deserialize<BsonDocument>(document);

    // Elements by name: the order of those that the enricher writes between others is no matter.
    static string Text(BsonDocument document, string[] free) =>
        new BsonDocument(document.Elements.Where(element => !free.Contains(element.Name)).OrderBy(element => element.Name, StringComparer.Ordinal)).ToJson();
}
