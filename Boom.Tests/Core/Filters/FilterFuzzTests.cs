using System.Text;
using Boom.Core.Filters;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Filters;

public sealed class FilterFuzzTests
{
    static readonly FilterView View = SurveyCatalog.Default[Survey.Ztf].FilterView;

    static readonly string[] Seeds =
    [
        """[{"$match": {"candidate.drb": {"$gt": 0.5}, "$or": [{"a": {"$in": [1, null]}}, {"b": {"$elemMatch": {"c": {"$ne": 3}}}}]}}, {"$project": {"objectId": 1, "annotations.m": {"$round": ["$candidate.magpsf", 2]}}}]""",
        """[{"$match": {"$expr": {"$anyElementTrue": {"$map": {"input": "$prv_candidates", "as": "p", "in": {"$and": [{"$lt": [{"$subtract": ["$candidate.jd", "$$p.jd"]}, 3]}, {"$gt": ["$$p.magpsf", 0]}]}}}}}}, {"$project": {"objectId": 1}}]""",
        """[{"$match": {}}, {"$addFields": {"x": {"$reduce": {"input": {"$range": [0, {"$size": "$prv_candidates"}]}, "initialValue": [], "in": {"$concatArrays": ["$$value", [{"$arrayElemAt": ["$prv_candidates.jd", "$$this"]}]]}}}}}, {"$project": {"objectId": 1, "annotations": {"x": "$x", "s": {"$switch": {"branches": [{"case": {"$gt": ["$x", 1]}, "then": "a"}], "default": {"$let": {"vars": {"q": 1}, "in": "$$q"}}}}}}}]""",
        """[{"$match": {"t": {"$regex": "^a+$", "$options": "i"}, "sso_history.1": {"$exists": true}, "LSST.fp_hists": {"$size": 3}}}, {"$unset": ["x", "y.z"]}, {"$project": {"objectId": 1, "z": {"$zip": {"inputs": ["$a", "$b"], "useLongestLength": true, "defaults": [0, 1]}}}}]""",
    ];

    static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "$", "$$", "null", "1", "-1", "1e999", "99999999999999999999", "{}", "[]", "\"$a.b\"", "\"$$this\"", "\"\\u0000\"", "\"\\ud800\"", "\"$$ROOT\"",
        "$and", "$cond", "$filter", "$map", "$literal", "$expr", "$elemMatch", "$not", ".", "..", "\"\"", "true", "//", "/*",
    ];

    [Fact]
    public void Compile_DamagedPipelines_AreRefusedOrRun()
    {
        var random = new Random(20261130);
        var document = BsonDocument.Parse("{_id: NumberLong(1), objectId: 'a', candidate: {jd: 5.0, drb: 0.7, magpsf: 18.0}, a: [1, {b: 2}], properties: {sso: {designation: 'x'}}}").ToBson();
        var points = BsonDocument.Parse("{prv_candidates: [{jd: 4.0, magpsf: 19.0, programid: 1}, {jd: 4.5, programid: 1}]}").ToBson();
        var run = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = Damaged(random, Seeds[random.Next(Seeds.Length)]);
            var plan = new FilterPlan();
            AlertFilter filter;
            try
            {
                filter = AlertFilter.Compile(text, View, new FilterRights([1]), plan);
            }
            catch (FilterException fault)
            {
                Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
                continue;
            }

            using var set = new FilterSet([filter], View, plan);
            set.Load([new FilterInput(document, points)]);
            set.Evaluate(0, 0);
            run++;
        }

        Assert.InRange(run, 200, 19_000);
    }

    [Fact]
    public void Evaluate_DamagedDocuments_AreAnswers()
    {
        var random = new Random(20261201);
        var document = BsonDocument.Parse("{_id: NumberLong(1), objectId: 'a', candidate: {jd: 5.0, drb: 0.7, magpsf: 18.0}, a: [1, {b: 2}], properties: {sso: {designation: 'x'}}}").ToBson();
        var points = BsonDocument.Parse("{prv_candidates: [{jd: 4.0, magpsf: 19.0, programid: 1}, {jd: 4.5, programid: 1}], cross_matches: {NED: [{z: 1}]}, aliases: {LSST: ['q']}}").ToBson();
        var plan = new FilterPlan();
        var filters = Seeds.Select(text => AlertFilter.Compile(text, View, new FilterRights([1]), plan)).ToArray();
        using var set = new FilterSet(filters, View, plan);
        var errors = 0;
        for (var i = 0; i < 20_000; i++)
        {
            set.Load([new FilterInput(Damaged(random, document), Damaged(random, points), Damaged(random, points))]);
            for (var f = 0; f < filters.Length; f++)
                errors += set.Evaluate(f, 0).Error is null ? 0 : 1;
        }

        Assert.True(errors > 1000, $"{errors} errors.");
    }

    static string Damaged(Random random, string text)
    {
        var damaged = new StringBuilder(text);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(damaged.Length);
            switch (random.Next(4))
            {
                case 0:
                    damaged.Remove(at, Math.Min(random.Next(1, 8), damaged.Length - at));
                    break;
                case 1:
                    damaged.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    Swap(random, damaged);
                    break;
                default:
                    damaged[at] = (char)random.Next(32, 300);
                    break;
            }
        }

        return damaged.ToString();
    }

    // Puts a piece of the text in the place of another: names and values in wrong places.
    static void Swap(Random random, StringBuilder text)
    {
        var words = text.ToString().Split('"');
        if (words.Length < 4)
            return;
        words[random.Next(words.Length)] = words[random.Next(words.Length)];
        text.Clear().Append(string.Join('"', words));
    }

    static byte[] Damaged(Random random, byte[] document)
    {
        var damaged = (byte[])document.Clone();
        for (var i = random.Next(3); i > 0; i--)
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return random.Next(10) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }
}
