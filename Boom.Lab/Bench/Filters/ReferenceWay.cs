using Boom.Core.Messages;
using Boom.Hosting;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Boom.Lab.Bench.Filters;

/// <summary>
/// What the reference does with a filter: one aggregate for each batch, in the database. The pipeline is wrapped as there: a match of the candids, the fields of
/// the alert, and before the first stage that names a field of the object a join. Collections are of a database of its own, which is dropped in the end.
/// </summary>
internal sealed class ReferenceWay : IDisposable
{
    /// <summary>Filters of each shape: a server takes its time.</summary>
    public const int Filters = 5;

    // As many as the reference takes at once.
    const int Batch = 1000;
    const int Days = 365;

    static readonly string[] Base = ["objectId", "candidate", "classifications", "properties", "coordinates"];
    static readonly string[] Series = ["prv_candidates", "prv_nondetections", "fp_hists"];
    static readonly string[] Other = ["cross_matches", "aliases"];

    readonly MongoClient _client;
    readonly IMongoDatabase _database;
    readonly FilterNight _night;
    readonly TimeProvider _time;
    readonly string _server;

    ReferenceWay(MongoClient client, string database, string server, FilterNight night, TimeProvider time) =>
        (_client, _database, _server, _night, _time) = (client, client.GetDatabase(database), server, night, time);

    /// <summary>Asks the server for its name.</summary>
    /// <exception cref="ExitException">It does not answer, or the connection string is none.</exception>
    public static async Task<ReferenceWay> OpenAsync(string connection, FilterNight night, TimeProvider time, CancellationToken cancellationToken)
    {
        MongoClientSettings settings;
        try
        {
            settings = MongoClientSettings.FromConnectionString(connection.Contains("://", StringComparison.Ordinal) ? connection : $"mongodb://{connection}");
        }
        catch (Exception fault) when (fault is MongoConfigurationException or FormatException or ArgumentException)
        {
            throw new ExitException(ExitCode.Usage, $"--mongodb is an address such as localhost:27017 or a connection string, not '{connection}'.", fault);
        }

        settings.ServerSelectionTimeout = TimeSpan.FromSeconds(5);
        var client = new MongoClient(settings);
        try
        {
            var info = await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("buildInfo", 1), cancellationToken: cancellationToken);
            var name = $"{settings.Servers.First()}, which calls itself version {info.GetValue("version", "unknown")}";
            return new ReferenceWay(client, FormattableString.Invariant($"boom_bench_{time.GetUtcNow().ToUnixTimeSeconds():x}"), name, night, time);
        }
        catch (Exception fault) when (fault is MongoException or TimeoutException)
        {
            client.Dispose();
            throw new ExitException(ExitCode.Missing, $"The server of --mongodb at {settings.Servers.First()} does not answer: start it, or leave --mongodb out.", fault);
        }
    }

    /// <summary>Measures filters of a shape, there and in process.</summary>
    /// <param name="points">Detections that objects are given; null for those that they have.</param>
    public async Task<ReferenceFigure> MeasureAsync(PipelineShape shape, IReadOnlyList<string> pipelines, int? points, CancellationToken cancellationToken)
    {
        var alerts = await _night.ReadAsync([.. _night.Candids.Take(Batch)], points, cancellationToken);
        await FillAsync(alerts, cancellationToken);
        var candids = new BsonArray(alerts.Select(alert => alert.Candid));
        var (ran, agreeing, refusal) = (0, 0, "");
        var (elapsed, own) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var text in pipelines)
        {
            using var ours = new PlainRun([text], _night.Survey, _time);
            var here = ours.Run(alerts);
            here = ours.Run(alerts);
            try
            {
                var pipeline = Wrap(text, candids);
                var began = _time.GetTimestamp();
                var passed = await CountAsync(pipeline, cancellationToken);
                elapsed += _time.GetElapsedTime(began);
                own += here.Elapsed;
                ran++;
                agreeing += passed == here.Passed ? 1 : 0;
            }
            catch (MongoCommandException fault)
            {
                refusal = refusal.Length > 0 ? refusal : fault.Message.ReplaceLineEndings(" ").Replace('|', '/');
            }
        }

        return new ReferenceFigure(shape, _server, pipelines.Count, ran, refusal, alerts.Count, elapsed, own, agreeing);
    }

    public void Dispose()
    {
        try
        {
            _client.DropDatabase(_database.DatabaseNamespace.DatabaseName);
        }
        catch (Exception fault) when (fault is MongoException or TimeoutException)
        {
            // A server that has gone took the database with it, or keeps it under a name that says whose it is.
        }

        _client.Dispose();
    }

    /// <summary>The pipeline as the reference sends it.</summary>
    internal static BsonDocument[] Wrap(string pipeline, BsonArray candids)
    {
        var stages = new List<BsonDocument>
        {
            new("$match", new BsonDocument("_id", new BsonDocument("$in", candids))),
            new("$project", new BsonDocument(Base.Select(field => new BsonElement(field, 1)))),
        };
        var user = BsonSerializer.Deserialize<BsonArray>(pipeline).Select(stage => stage.AsBsonDocument).ToList();
        string[] used = [.. Series.Concat(Other).Where(field => pipeline.Contains(field, StringComparison.Ordinal))];
        var isJoined = used.Length == 0;
        foreach (var stage in user)
        {
            if (!isJoined && used.Any(stage.ToJson().Contains))
            {
                stages.AddRange(Join(used));
                isJoined = true;
            }

            stages.Add(stage);
        }

        return [.. stages];
    }

    static IEnumerable<BsonDocument> Join(string[] used)
    {
        yield return new BsonDocument(
            "$lookup", new BsonDocument { { "from", "aux" }, { "localField", "objectId" }, { "foreignField", "_id" }, { "as", "aux" } });
        var fields = new BsonDocument();
        foreach (var field in used)
            fields.Add(field, Series.Contains(field) ? Points(field) : new BsonDocument("$ifNull", new BsonArray { $"$aux.{field}", new BsonDocument() }));

        // The reference has the object taken out of the joined array and set to null with the fields, which is the same in MongoDB, where all of them are
        // computed from what came in. Other servers compute one after the other, and make one array of all the arrays of a path.
        yield return new BsonDocument("$addFields", new BsonDocument("aux", new BsonDocument("$arrayElemAt", new BsonArray { "$aux", 0 })));
        fields.Add("aux", BsonNull.Value);
        yield return new BsonDocument("$addFields", fields);
    }

    static BsonDocument Points(string field)
    {
        var age = new BsonDocument("$subtract", new BsonArray { "$candidate.jd", "$$x.jd" });
        return new BsonDocument("$filter", new BsonDocument
        {
            { "input", new BsonDocument("$ifNull", new BsonArray { $"$aux.{field}", new BsonArray() }) },
            { "as", "x" },
            {
                "cond", new BsonDocument("$and", new BsonArray
                {
                    new BsonDocument("$lt", new BsonArray { age, Days }),
                    new BsonDocument("$lte", new BsonArray { "$$x.jd", "$candidate.jd" }),
                    new BsonDocument("$in", new BsonArray { "$$x.programid", new BsonArray { 1, 2, 3 } }),
                })
            },
        });
    }

    async Task<long> CountAsync(BsonDocument[] pipeline, CancellationToken cancellationToken)
    {
        long count = 0;
        using var cursor = await _database.GetCollection<BsonDocument>("alerts").AggregateAsync<BsonDocument>(pipeline, cancellationToken: cancellationToken);
        while (await cursor.MoveNextAsync(cancellationToken))
            count += cursor.Current.Count();
        return count;
    }

    async Task FillAsync(IReadOnlyList<AlertDocuments> alerts, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["alerts", "aux"])
            await _database.DropCollectionAsync(name, cancellationToken);
        await InsertAsync("alerts", alerts.Select(alert => alert.Alert), cancellationToken);
        await InsertAsync("aux", alerts.DistinctBy(alert => alert.ObjectId).Select(alert => alert.Object), cancellationToken);
    }

    async Task InsertAsync(string name, IEnumerable<ReadOnlyMemory<byte>> documents, CancellationToken cancellationToken)
    {
        foreach (var chunk in documents.Chunk(100))
            await _database.GetCollection<BsonDocument>(name).InsertManyAsync(chunk.Select(document => BsonSerializer.Deserialize<BsonDocument>(document.ToArray())), cancellationToken: cancellationToken);
    }
}
