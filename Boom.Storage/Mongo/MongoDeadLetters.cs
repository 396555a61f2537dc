using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>The collection <c>dead_letters</c>.</summary>
sealed class MongoDeadLetters(MongoServer server)
{
    /// <summary>A document holds 16 MiB; this leaves room for the rest of it.</summary>
    const int MaxPayloadBytes = 15 << 20;

    const int LettersPerReply = 200;

    static readonly BsonDocument WithoutPayload = new("payload", 0);
    static readonly BsonDocument NewestFirst = new() { { "at", -1 }, { "_id", 1 } };

    // The same index, backwards.
    static readonly BsonDocument OldestFirst = new() { { "at", 1 }, { "_id", -1 } };

    IMongoCollection<BsonDocument> Collection => server.Documents("dead_letters");

    public async Task PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        if (letters.Count == 0)
            return;
        var writes = letters.Select(letter => new ReplaceOneModel<BsonDocument>(new BsonDocument("_id", letter.Id), Write(letter)) { IsUpsert = true }).ToList();
        await server.RunAsync(() => Collection.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = true }, cancellationToken));
    }

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
            return [];
        var options = new FindOptions<BsonDocument> { Projection = WithoutPayload, Sort = NewestFirst, Limit = limit, BatchSize = LettersPerReply };
        return (await server.FindAsync(Collection, new BsonDocument(), options, cancellationToken)).ConvertAll(Read);
    }

    public async Task<DeadLetter?> FindAsync(string id, CancellationToken cancellationToken)
        => await server.FindAsync(Collection, new BsonDocument("_id", id), null, cancellationToken) is [var letter] ? Read(letter) : null;

    public Task RemoveAsync(string id, CancellationToken cancellationToken)
        => server.RunAsync(() => Collection.DeleteOneAsync(new BsonDocument("_id", id), cancellationToken));

    /// <summary>Forgets the packets' own letters: something else has become of them.</summary>
    public async Task RemoveOfPacketsAsync(IReadOnlyList<LedgerSpan> runs, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
            return;
        var deletes = runs.Select(run => new DeleteManyModel<BsonDocument>(new BsonDocument
        {
            { "topic", run.Topic },
            { "partition", run.Partition },
            { "offset", new BsonDocument { { "$gte", run.Range.First }, { "$lte", run.Range.Last } } },
            { "stage", DeadLetterStages.Alert },
        })).ToList();
        await server.RunAsync(() => Collection.BulkWriteAsync(deletes, new BulkWriteOptions { IsOrdered = false }, cancellationToken));
    }

    /// <summary>Letters of a survey from before a time, oldest first, without payload.</summary>
    public async Task<List<DeadLetter>> ListBeforeAsync(Survey survey, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var options = new FindOptions<BsonDocument> { Projection = WithoutPayload, Sort = OldestFirst, Limit = limit, BatchSize = LettersPerReply };
        return (await server.FindAsync(Collection, Before(before).Add("survey", survey.ToUpperName()), options, cancellationToken)).ConvertAll(Read);
    }

    /// <summary>Removes letters that are still from before a time.</summary>
    public Task RemoveAsync(IReadOnlyList<DeadLetter> letters, DateTimeOffset before, CancellationToken cancellationToken)
        => server.RunAsync(() => Collection.DeleteManyAsync(
            Before(before).Add("_id", new BsonDocument("$in", new BsonArray(letters.Select(letter => letter.Id)))), cancellationToken));

    static BsonDocument Before(DateTimeOffset time) => new("at", new BsonDocument("$lt", new BsonDateTime(time.ToUnixTimeMilliseconds())));

    public Task<long> CountAsync(Survey survey, CancellationToken cancellationToken)
        => server.RunAsync(() => Collection.CountDocumentsAsync(new BsonDocument("survey", survey.ToUpperName()), cancellationToken: cancellationToken));

    static BsonDocument Write(DeadLetter letter)
    {
        var isWhole = letter.Payload.Length <= MaxPayloadBytes;
        var document = new BsonDocument
        {
            { "_id", letter.Id },
            { "survey", letter.Survey.ToUpperName() },
            { "stage", letter.Stage },
            { "reason", letter.Reason },
            { "detail", isWhole ? letter.Detail : letter.Detail + Shortened(letter.Payload.Length) },
            { "attempts", letter.Attempts },
            { "topic", letter.Origin.Topic },
            { "partition", letter.Origin.Partition },
            { "offset", letter.Origin.Offset },
            { "timestamp_ms", letter.Origin.TimestampMs },
            { "at", new BsonDateTime(letter.AtMs) },
            { "payload", (isWhole ? letter.Payload : letter.Payload[..MaxPayloadBytes]).ToArray() },
        };
        if (letter.Candid is { } candid)
            document.Add("candid", candid);
        if (letter.ObjectId is { } objectId)
            document.Add("objectId", objectId);
        return document;
    }

    static string Shortened(int bytes) => string.Create(CultureInfo.InvariantCulture, $" (Of the payload's {bytes} bytes the first {MaxPayloadBytes} are kept.)");

    static DeadLetter Read(BsonDocument document)
    {
        _ = SurveyNames.TryParse(document["survey"].AsString, out var survey);
        var payload = document.TryGetValue("payload", out var bytes) ? bytes.AsByteArray : [];
        return new(
            document["_id"].AsString, survey, document["stage"].AsString, document["reason"].AsString, document["detail"].AsString,
            document["attempts"].ToInt32(),
            new(document["topic"].AsString, document["partition"].ToInt32(), document["offset"].ToInt64(), document["timestamp_ms"].ToInt64()),
            document.TryGetValue("candid", out var candid) ? candid.ToInt64() : null,
            document.TryGetValue("objectId", out var objectId) ? objectId.AsString : null,
            document["at"].AsBsonDateTime.MillisecondsSinceEpoch, payload);
    }
}
