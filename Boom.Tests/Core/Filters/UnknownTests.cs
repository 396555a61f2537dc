using Boom.Core.Filters;
using Boom.Core.Filters.Values;
using Boom.Core.Surveys;
using CsCheck;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>Filters on alerts of which scores are not known yet.</summary>
public sealed class UnknownTests
{
    static readonly FilterView View = SurveyCatalog.Default[Survey.Ztf].FilterView;
    static readonly string[] Scores = ["classifications.btsbot", "classifications.acai_h"];

    [Theory]
    [InlineData("{\"candidate.drb\": {\"$gt\": 0.9}, \"classifications.btsbot\": {\"$gt\": 0.5}}", Truth.False)]
    [InlineData("{\"candidate.drb\": {\"$gt\": 0.1}, \"classifications.btsbot\": {\"$gt\": 0.5}}", Truth.Unknown)]
    [InlineData("{\"candidate.drb\": {\"$gt\": 0.1}}", Truth.True)]
    [InlineData("{\"$or\": [{\"candidate.drb\": {\"$gt\": 0.1}}, {\"classifications.btsbot\": {\"$gt\": 0.5}}]}", Truth.True)]
    [InlineData("{\"$or\": [{\"candidate.drb\": {\"$gt\": 0.9}}, {\"classifications.btsbot\": {\"$gt\": 0.5}}]}", Truth.Unknown)]
    [InlineData("{\"classifications.btsbot\": {\"$exists\": false}}", Truth.Unknown)]
    [InlineData("{\"classifications.braai\": {\"$gt\": 0.5}}", Truth.True)]
    [InlineData("{\"classifications.braai\": {\"$gt\": 0.8}}", Truth.False)]
    [InlineData("{\"$expr\": {\"$gt\": [{\"$max\": [\"$classifications.btsbot\", \"$classifications.acai_h\"]}, 0.5]}}", Truth.Unknown)]
    [InlineData("{\"$expr\": {\"$and\": [{\"$gt\": [\"$classifications.btsbot\", 0.5]}, {\"$gt\": [\"$candidate.drb\", 0.9]}]}}", Truth.False)]
    [InlineData("{\"$expr\": {\"$gt\": [{\"$size\": {\"$objectToArray\": \"$classifications\"}}, 3]}}", Truth.Unknown)]
    [InlineData("{\"$expr\": {\"$eq\": [\"$classifications\", {\"braai\": 0.7}]}}", Truth.Unknown)]
    public void CouldPass_ScoresUnknown_IsWhatTheRestSays(string condition, Truth expected)
    {
        var alert = BsonDocument.Parse("{_id: NumberLong(1), objectId: 'a', candidate: {jd: 1.0, drb: 0.7}, classifications: {braai: 0.7}}");

        Assert.Equal(expected, CouldPass($"[{{\"$match\": {condition}}}, {{\"$project\": {{\"objectId\": 1}}}}]", alert));
    }

    // The stage that brings the history in ends alerts without a designation all the same.
    [Theory]
    [InlineData("{\"sso_history.2\": {\"$exists\": true}}", "'2023 AB'", true, Truth.Unknown)]
    [InlineData("{\"sso_history.2\": {\"$exists\": true}}", "'2023 AB'", false, Truth.False)]
    [InlineData("{\"sso_history.2\": {\"$exists\": true}}", "null", true, Truth.False)]
    [InlineData("{\"$expr\": {\"$gt\": [{\"$size\": \"$sso_history\"}, 3]}, \"candidate.drb\": {\"$gt\": 0.9}}", "'2023 AB'", true, Truth.False)]
    [InlineData("{\"$expr\": {\"$gt\": [{\"$max\": \"$sso_history.jd\"}, 3]}}", "'2023 AB'", true, Truth.Unknown)]
    public void CouldPass_HistoryIsNotKnown_IsWhatTheRestSays(string condition, string designation, bool isHidden, Truth expected)
    {
        var alert = BsonDocument.Parse($"{{_id: NumberLong(1), objectId: 'a', candidate: {{jd: 1.0, drb: 0.7}}, properties: {{sso: {{designation: {designation}}}}}}}");
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile($"[{{\"$match\": {condition}}}, {{\"$project\": {{\"objectId\": 1}}}}]", View, new FilterRights([1]), plan);
        using var set = new FilterSet([filter], View, plan);
        set.Load([new FilterInput(alert.ToBson())], new UnknownPaths([]) { HidesHistory = isHidden });

        Assert.Equal(expected, set.CouldPass(0, 0));
    }

    [Fact]
    public void CouldPass_AnyFilterAndAlert_IsNeverWrong()
    {
        var counts = new int[3];
        var condition = Gen.Recursive<string>((depth, inner) => depth < 3
            ? Gen.Frequency(
                (3, Leaf),
                (1, Gen.Select(inner, inner).Select((left, right) => $"{{\"$and\": [{left}, {right}]}}")),
                (1, Gen.Select(inner, inner).Select((left, right) => $"{{\"$or\": [{left}, {right}]}}")),
                (1, inner.Select(one => $"{{\"$not\": [{one}]}}")))
            : Leaf);
        Gen.Select(condition, condition, Gen.Int).Sample(
            (first, second, seed) =>
            {
                var random = new Random(seed);
                const string Between = """{"$addFields": {"m": {"$max": ["$classifications.btsbot", 0.4]}, "classifications.own": "$candidate.drb"}}""";
                const string Last = """{"$project": {"objectId": 1, "annotations.m": "$m"}}""";
                var text = $"[{{\"$match\": {{\"$expr\": {first}}}}}, {Between}, {{\"$match\": {{\"$expr\": {second}}}}}, {Last}]";
                var truth = CouldPass(text, Alert(random, null));
                counts[(int)truth]++;
                for (var i = 0; i < 6; i++)
                {
                    var passed = Passes(text, Alert(new Random(seed), random));
                    if (passed is { } answer && truth != Truth.Unknown)
                        Assert.True(answer == (truth == Truth.True), $"{text}: {truth}, and {answer} with scores");
                    Assert.False(passed is null && truth == Truth.True, $"{text}: {truth}, and an error with scores");
                }
            },
            seed: "0000KoIPAg9W",
            iter: 3000,
            threads: 1);
        Assert.All(counts, count => Assert.True(count > 20, string.Join(", ", counts)));
    }

    static readonly Gen<string> Leaf = Gen.Select(
        Gen.OneOfConst("$gt", "$lt", "$eq", "$lte"),
        Gen.OneOfConst(
            "\"$classifications.btsbot\"", "\"$classifications.acai_h\"", "\"$candidate.drb\"", "\"$classifications\"", "\"$m\"", "\"$classifications.own\"",
            "{\"$add\": [\"$classifications.btsbot\", \"$candidate.drb\"]}", "{\"$ifNull\": [\"$classifications.acai_h\", \"$candidate.drb\"]}",
            "{\"$cond\": [{\"$gt\": [\"$candidate.drb\", 0.5]}, 1, \"$classifications.btsbot\"]}", "{\"$isNumber\": \"$classifications.btsbot\"}",
            "{\"$size\": {\"$objectToArray\": {\"$ifNull\": [\"$classifications\", {}]}}}", "{\"$mergeObjects\": [{\"btsbot\": 0.5}, \"$classifications\"]}",
            "{\"$divide\": [1, \"$classifications.btsbot\"]}", "{\"$type\": \"$classifications.acai_h\"}", "{\"$size\": [[\"$classifications.acai_h\", 1]]}"),
        Gen.OneOfConst("0.3", "0.5", "0.7", "1", "2", "\"missing\"", "null", "{\"braai\": 0.7}")).Select((name, left, right) => $"{{\"{name}\": [{left}, {right}]}}");

    // The scores are random where they are known, and can be absent or null.
    static BsonDocument Alert(Random random, Random? scores)
    {
        var classifications = new BsonDocument("braai", 0.7);
        var alert = new BsonDocument { { "_id", 1L }, { "objectId", "a" }, { "candidate", new BsonDocument { { "jd", 1.0 }, { "drb", random.Next(10) / 10.0 } } } };
        if (random.Next(4) > 0 || scores is not null)
            alert.Add("classifications", classifications);
        if (scores is null)
            return alert;
        foreach (var name in (string[])["btsbot", "acai_h"])
        {
            if (scores.Next(4) > 0)
                classifications.Add(name, scores.Next(8) == 0 ? BsonNull.Value : scores.Next(10) / 10.0);
        }

        return alert;
    }

    static Truth CouldPass(string pipeline, BsonDocument document)
    {
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile(pipeline, View, new FilterRights([1]), plan);
        using var set = new FilterSet([filter], View, plan);
        set.Load([new FilterInput(document.ToBson())], new UnknownPaths(Scores));
        return set.CouldPass(0, 0);
    }

    /// <summary>Null for an error.</summary>
    static bool? Passes(string pipeline, BsonDocument document)
    {
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile(pipeline, View, new FilterRights([1]), plan);
        using var set = new FilterSet([filter], View, plan);
        set.Load([new FilterInput(document.ToBson())]);
        var answer = set.Evaluate(0, 0);
        return answer.Error is null ? answer.Passed : null;
    }
}
