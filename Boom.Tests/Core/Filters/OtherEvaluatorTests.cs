using System.Text;
using Boom.Core.Filters;
using Boom.Tests.Storage.Mongo;
using CsCheck;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>Pipelines of chance give what other evaluators give: a server of MongoDB's protocol, and mingo, which runs on Node.</summary>
[Collection(MongoTests.Name)]
public sealed class OtherEvaluatorTests(MongoTestServer server)
{
    const int Documents = 50;
    const int Pipelines = 60;

    static readonly JsonWriterSettings Canonical = new() { OutputMode = JsonOutputMode.CanonicalExtendedJson };
    static readonly JsonWriterSettings Relaxed = new() { OutputMode = JsonOutputMode.RelaxedExtendedJson };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AnyTypedPipeline_GivesWhatAServerGives()
    {
        using var database = server.Require();
        var collection = database.Direct.GetCollection<BsonDocument>("opinions");
        var documents = MakeDocuments();
        await collection.InsertManyAsync(documents, cancellationToken: Token);
        var passed = 0;

        // Of a server in Java: its $in of an expression takes 2 and 2.0 for different numbers.
        var pipelines = MakePipelines().FindAll(pipeline => !ComputesIn(pipeline));
        foreach (var pipeline in pipelines)
        {
            var stages = PipelineDefinition<BsonDocument, BsonDocument>.Create(pipeline.Select(stage => stage.AsBsonDocument).Append(new("$sort", new BsonDocument("_id", 1))));
            var wanted = await (await collection.AggregateAsync(stages, cancellationToken: Token)).ToListAsync(Token);
            var found = Run(pipeline, documents);
            passed += wanted.Count;

            // It takes 2.0 for the integer 2 in sums.
            if (!wanted.Select(Plain).SequenceEqual(found.Select(Plain)))
                Assert.Fail(Difference(pipeline, documents, wanted, found));
        }

        Assert.InRange(passed, Documents * pipelines.Count / 10, Documents * pipelines.Count * 9 / 10);
    }

    [Fact]
    public async Task Run_AnyTypedPipeline_GivesWhatMingoGives()
    {
        var documents = MakeDocuments();
        var passed = 0;
        var pipelines = MakePipelines();
        var answers = await Mingo.RunAsync(documents, pipelines, Token);
        foreach (var (pipeline, wanted) in pipelines.Zip(answers))
        {
            var found = Run(pipeline, documents);
            passed += wanted.Count;

            // It has doubles only, and moves computed fields to the front.
            Assert.Equal(wanted.Select(Plain), found.Select(Plain));
        }

        Assert.InRange(passed, Documents * Pipelines / 10, Documents * Pipelines * 9 / 10);
    }

    static List<BsonDocument> Run(BsonArray pipeline, IReadOnlyList<BsonDocument> documents)
    {
        using var run = new FilterRun();
        var compiled = FilterPipeline.Parse(pipeline.ToJson(Relaxed), new(), int32WhereFits: true);
        return [.. documents.SelectMany(document => compiled.Run(run, [document.ToBson()])).Select(bytes => BsonSerializer.Deserialize<BsonDocument>(bytes))];
    }

    static bool ComputesIn(BsonValue value) => value switch
    {
        BsonDocument fields => fields.Any(field => (field.Name == "$in" && field.Value is BsonArray { Count: 2 } operands && operands[1].IsBsonArray) || ComputesIn(field.Value)),
        BsonArray items => items.Any(ComputesIn),
        _ => false,
    };

    static string Difference(BsonArray pipeline, List<BsonDocument> documents, List<BsonDocument> wanted, List<BsonDocument> found)
    {
        var index = wanted.Zip(found).TakeWhile(pair => pair.First.ToJson(Canonical) == pair.Second.ToJson(Canonical)).Count();
        string At(List<BsonDocument> list) => index < list.Count ? list[index].ToJson(Canonical) : "nothing";
        var id = (index < wanted.Count ? wanted : found)[index]["_id"].AsInt32;
        return $"{pipeline.ToJson(Relaxed)} on {documents[id].ToJson(Canonical)}: the server gives {At(wanted)}, here {At(found)}";
    }

    static List<BsonDocument> MakeDocuments()
    {
        var documents = Take(TypedPipelines.Document, Documents, "0000KoIPAg9Y");
        for (var index = 0; index < documents.Count; index++)
            documents[index].InsertAt(0, new BsonElement("_id", index));
        return documents;
    }

    static List<BsonArray> MakePipelines() => Take(TypedPipelines.Pipeline, Pipelines, "0000KoIPAg9Z");

    static List<T> Take<T>(Gen<T> values, int count, string seed)
    {
        var taken = new List<T>();
        values.Sample(taken.Add, seed: seed, iter: count, threads: 1);
        return taken;
    }

    static string Plain(BsonDocument document) => Plain(new StringBuilder(), document).ToString();

    static StringBuilder Plain(StringBuilder text, BsonValue value)
    {
        switch (value)
        {
            case BsonDocument fields:
                foreach (var field in fields.OrderBy(field => field.Name, StringComparer.Ordinal))
                    Plain(text.Append(field.Name).Append(':'), field.Value).Append(';');
                return text;
            case BsonArray items:
                foreach (var item in items)
                    Plain(text.Append('['), item);
                return text.Append(']');
            default:
                return text.Append(value.IsNumeric ? value.ToDouble().ToString("G14", System.Globalization.CultureInfo.InvariantCulture) : value.ToJson(Canonical));
        }
    }
}
