using System.Globalization;
using Boom.Core.Plays;
using Boom.Core.Resilience;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>The journal of what was published to the embedded broker.</content>
public sealed partial class MongoStore
{
    static readonly FindOptions<BsonDocument> InOrder = new() { Sort = new BsonDocument("_id", 1) };
    static readonly FindOptions<BsonDocument> Last = new() { Sort = new BsonDocument("_id", -1), Limit = 1 };

    IMongoCollection<BsonDocument> Plays => _server.Documents("plays");

    IMongoCollection<BsonDocument> PlayPackets => _server.Documents("play_packets");

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Play>> ReadPlaysAsync(CancellationToken cancellationToken)
        => (await _server.FindAsync(Plays, new BsonDocument(), InOrder, cancellationToken)).ConvertAll(ReadPlay);

    /// <inheritdoc/>
    /// <exception cref="PermanentFaultException">The topic was played with another number of partitions.</exception>
    public async ValueTask<Play> BeginPlayAsync(string topic, int partitionCount, string source, CancellationToken cancellationToken)
    {
        Play? play = null;
        await _conflicts.RunAsync(
            async () =>
            {
                play = await NextPlayAsync(topic, partitionCount, source, cancellationToken);
                var refused = await _server.WriteAsync(
                    _server.Collection("plays"), [new InsertOneModel<EncodedDocument>(new(WritePlay(play).ToBson()))], cancellationToken);
                return refused.Count == 0 ? null : "the play journal";
            },
            cancellationToken);
        return play!;
    }

    /// <inheritdoc/>
    public async ValueTask AdvancePlayAsync(long id, long published, bool finished, CancellationToken cancellationToken)
    {
        var set = new BsonDocument("$set", new BsonDocument { { "published", published }, { "finished", finished } });
        var result = await _server.RunAsync(() => Plays.UpdateOneAsync(new BsonDocument("_id", id), set, cancellationToken: cancellationToken));
        if (result.MatchedCount == 0)
            throw new ArgumentException($"The journal knows no play {id}.", nameof(id));
    }

    /// <inheritdoc/>
    public async ValueTask NotePacketsAsync(long id, NotedPackets packets, CancellationToken cancellationToken)
    {
        // The hashes first: a play never counts as published what nobody could find again.
        var block = new BsonDocument { { "_id", PacketsKey(id, packets.First) }, { "first", packets.First }, { "hashes", packets.ToBytes() } };
        await _server.RunAsync(() => PlayPackets.ReplaceOneAsync(
            new BsonDocument("_id", block["_id"]), block, new ReplaceOptions { IsUpsert = true }, cancellationToken));
        await AdvancePlayAsync(id, packets.First + packets.Hashes.Count, false, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NotedPackets>> ReadPacketsAsync(long id, CancellationToken cancellationToken)
    {
        var range = new BsonDocument("_id", new BsonDocument { { "$gte", PacketsKey(id, 0) }, { "$lte", PacketsKey(id, long.MaxValue) } });
        var blocks = await _server.FindAsync(PlayPackets, range, InOrder, cancellationToken);
        return blocks.ConvertAll(block => NotedPackets.FromBytes(block["first"].ToInt64(), block["hashes"].AsByteArray));
    }

    // Ordered as text like the numbers.
    static string PacketsKey(long id, long first) => string.Create(CultureInfo.InvariantCulture, $"{id:D19}:{first:D19}");

    async Task<Play> NextPlayAsync(string topic, int partitionCount, string source, CancellationToken cancellationToken)
    {
        var all = await _server.FindAsync(Plays, new BsonDocument(), Last, cancellationToken);
        var own = await _server.FindAsync(Plays, new BsonDocument("topic", topic), Last, cancellationToken);
        var id = all.Count == 0 ? 1 : all[0]["_id"].ToInt64() + 1;
        if (own.Count == 0)
            return new(id, topic, partitionCount, source, 0, 0, false);
        var before = ReadPlay(own[0]);
        return before.PartitionCount == partitionCount
            ? new(id, topic, partitionCount, source, before.FirstSequence + before.Published, 0, false)
            : throw new PermanentFaultException(
                $"Topic {topic} was played with {before.PartitionCount} partitions in {Name}, not {partitionCount}: keep the number, "
                + "or choose another database.");
    }

    static BsonDocument WritePlay(Play play) => new()
    {
        { "_id", play.Id }, { "topic", play.Topic }, { "partitions", play.PartitionCount }, { "source", play.Source },
        { "first_sequence", play.FirstSequence }, { "published", play.Published }, { "finished", play.Finished },
    };

    static Play ReadPlay(BsonDocument play) => new(
        play["_id"].ToInt64(), play["topic"].AsString, play["partitions"].ToInt32(), play["source"].AsString,
        play["first_sequence"].ToInt64(), play["published"].ToInt64(), play["finished"].AsBoolean);
}
