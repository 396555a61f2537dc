using Boom.Core.Filters;
using Boom.Core.Filters.Vectors;
using Boom.Core.Surveys;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Filters;

public sealed class FieldCheckTests
{
    const string Night = "the night 2026-01-01";

    static readonly FilterView View = SurveyCatalog.Default[Survey.Ztf].FilterView;

    static readonly BsonDocument Alert = BsonDocument.Parse(
        """
        {"_id": 1, "objectId": "ZTF1", "candidate": {"jd": 2461042.5, "drb": 0.9, "magpsf": 18.5, "isdiffpos": true, "band": "g", "ssnamenr": "null"},
         "properties": {"rock": false, "sso": null, "photstats": {"g": {"peak_mag": 18.0}}}, "coordinates": {"l": 1.0, "b": 2.0}, "cutoutScience": "x"}
        """);

    static readonly BsonDocument Object = BsonDocument.Parse(
        """{"prv_candidates": [{"jd": 2461042.5, "magpsf": 18.5, "fid": 1}], "fp_hists": [], "cross_matches": {"NED": [{"z": 0.1}]}, "aliases": {"LSST": []}}""");

    [Theory]
    [InlineData("""{"candidat.drb": {"$gt": 0.5}}""", "Stage 1 ($match): ZTF alerts have no field candidat.drb; the nearest is candidate.drb.")]
    [InlineData("""{"candidate.drbb": {"$gt": 0.5}}""", "Stage 1 ($match): ZTF alerts have no field candidate.drbb; the nearest is candidate.drb.")]
    [InlineData("""{"drb": {"$gt": 0.5}}""", "ZTF alerts have no field drb; the nearest is candidate.drb.")]
    [InlineData("""{"candid": 1}""", "ZTF alerts have no field candid; the nearest is candidate.candid.")]
    [InlineData("""{"cutoutScience": {"$exists": true}}""", "ZTF alerts have no field cutoutScience.")]
    [InlineData("""{"candidate.magPSF": {"$lt": 19}}""", "ZTF alerts have no field candidate.magPSF; the nearest is candidate.magpsf.")]
    [InlineData("""{"candidate.reliability": {"$gt": 0.5}}""", "ZTF alerts have no field candidate.reliability, LSST and DECAM alerts have one; the nearest is LSST.prv_candidates.reliability.")]
    [InlineData("""{"$or": [{"candidate.drb": {"$gt": 0.5}}, {"$and": [{"properties.star_": false}]}]}""", "ZTF alerts have no field properties.star_; the nearest is properties.star.")]
    [InlineData("""{"prv_candidates.0.magpfs": {"$lt": 19}}""", "ZTF alerts have no field prv_candidates.magpfs; the nearest is prv_candidates.magpsf.")]
    [InlineData("""{"prv_candidates": {"$elemMatch": {"magpfs": {"$lt": 19}}}}""", "ZTF alerts have no field prv_candidates.magpfs (magpfs); the nearest is prv_candidates.magpsf.")]
    [InlineData("""{"LSST.prv_candidates.magpfs": {"$lt": 19}}""", "ZTF alerts have no field LSST.prv_candidates.magpfs; the nearest is LSST.prv_candidates.magpsf.")]
    [InlineData("""{"fp_hists.snr": {"$lt": 19}}""", "ZTF alerts have no field fp_hists.snr, DECAM alerts have one; the nearest is fp_hists.snr_psf.")]
    [InlineData("""{"sso_history.0.mag": {"$lt": 19}}""", "ZTF alerts have no field sso_history.mag")]
    [InlineData("""{"$expr": {"$lt": ["$candidate.magpfs", 19]}}""", "Stage 1 ($match): ZTF alerts have no field candidate.magpfs; the nearest is candidate.magpsf.")]
    [InlineData("""{"$expr": {"$gt": [{"$size": "$prv_candidate"}, 2]}}""", "ZTF alerts have no field prv_candidate; the nearest is prv_candidates.")]
    [InlineData("""{"$expr": {"$anyElementTrue": {"$map": {"input": "$prv_candidates", "in": {"$lt": ["$$this.magpfs", 19]}}}}}""", "ZTF alerts have no field prv_candidates.magpfs ($$this.magpfs); the nearest is prv_candidates.magpsf.")]
    [InlineData("""{"$expr": {"$gt": [{"$size": {"$filter": {"input": "$prv_candidates", "as": "p", "cond": {"$eq": ["$$p.fdi", 1]}}}}, 1]}}""", "ZTF alerts have no field prv_candidates.fdi ($$p.fdi)")]
    [InlineData("""{"$expr": {"$let": {"vars": {"last": {"$arrayElemAt": ["$prv_candidates", -1]}}, "in": {"$lt": ["$$last.magpfs", 19]}}}}""", "prv_candidates.magpfs ($$last.magpfs)")]
    [InlineData("""{"$expr": {"$lt": ["$prv_candidates.0.magpsf", 19]}}""", "in prv_candidates.0.magpsf 0 is a name and no place in an array, as in all expressions; {\"$arrayElemAt\": [ARRAY, 0]} is one.")]
    [InlineData("""{"candidate.nmtchps": {"$gt": 1}}""", "Stage 1 ($match): no alert of the night 2026-01-01 has candidate.nmtchps, which is a field of ZTF alerts.")]
    [InlineData("""{"cross_matches.NEDD.z": {"$gt": 1}}""", "no alert of the night 2026-01-01 has cross_matches.NEDD.z; the nearest is cross_matches.NED.z.")]
    [InlineData("""{"candidate.drb": {"$gt": "0.5"}}""", "Stage 1 ($match): candidate.drb is a number in all alerts of the night 2026-01-01, and is compared with a text: that never matches.")]
    [InlineData("""{"candidate.isdiffpos": 1}""", "candidate.isdiffpos is true or false in all alerts of the night 2026-01-01, and is compared with a number: that never matches.")]
    [InlineData("""{"candidate.band": {"$in": [1, 2]}}""", "candidate.band is a text in all alerts of the night 2026-01-01, and is compared with a number: that never matches.")]
    [InlineData("""{"candidate.drb": {"$regex": "^0"}}""", "candidate.drb is a number in all alerts of the night 2026-01-01, and is compared with a text: that never matches.")]
    [InlineData("""{"candidate.drb": {"$ne": "0.5"}}""", "candidate.drb is a number in all alerts of the night 2026-01-01, and is compared with a text: they are never equal.")]
    [InlineData("""{"$expr": {"$gt": ["candidate.drb", 0.5]}}""", "Stage 1 ($match): 'candidate.drb' is text here; $candidate.drb is the field.")]
    [InlineData("""{"$expr": {"$gt": ["prv_candidates", 5]}}""", "Stage 1 ($match): 'prv_candidates' is text here; $prv_candidates is the field.")]
    [InlineData("""{"$expr": {"$gt": ["drb", 0.5]}}""", "Stage 1 ($match): 'drb' is text here; the nearest field is $candidate.drb.")]
    [InlineData("""{"$expr": {"$and": ["properties.star", {"$gt": ["$candidate.drb", 0.5]}]}}""", "'properties.star' is text here; $properties.star is the field.")]
    [InlineData("""{"$expr": {"$lt": [{"$subtract": ["$candidate.jd", "candidate.jdstarthist"]}, 1]}}""", "'candidate.jdstarthist' is text here; $candidate.jdstarthist is the field.")]
    [InlineData("""{"$expr": {"$not": "candidate.isdiffpos"}}""", "'candidate.isdiffpos' is text here")]
    [InlineData("""{"candidate.drb": {"gt": 0.5}}""", "Stage 1 ($match): candidate.drb is compared with an object that has the name gt; {\"$gt\": …} is the operator.")]
    [InlineData("""{"$expr": "candidate.drb"}""", "'candidate.drb' is text here; $candidate.drb is the field.")]
    [InlineData("""{"cross_matches.NEDD.0": {"$exists": false}}""", "Stage 1 ($match): no alert of the night 2026-01-01 has cross_matches.NEDD; the nearest is cross_matches.NED.")]
    [InlineData("""{"cross_matches.NEDD": {"$exists": true}}""", "no alert of the night 2026-01-01 has cross_matches.NEDD; the nearest is cross_matches.NED.")]
    [InlineData("""{"cross_matches.NEDD.z": null}""", "no alert of the night 2026-01-01 has cross_matches.NEDD; the nearest is cross_matches.NED.")]
    [InlineData("""{"": {"$gt": 1}}""", "Stage 1 ($match): an empty path leads to no field.")]
    [InlineData("""{"candidate..drb": {"$gt": 1}}""", "Stage 1 ($match): 'candidate..drb' has an empty name, which no field has.")]
    [InlineData("""{"$expr": {"$gt": ["$candidate.drb", "0.5"]}}""", "candidate.drb is a number in all alerts of the night 2026-01-01, and is compared with a text: between types the answer is always the same.")]
    public void Tell_WhatIsMistyped_IsASentenceWithTheNearest(string match, string sentence)
        => Assert.Contains(sentence, Assert.Single(Tell(Filter(match))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"candidate.drb": {"$gt": 0.5}, "_id": 1, "objectId": "ZTF1", "candidate.band": {"$in": ["g", 1]}}""")]
    [InlineData("""{"candidate.rb": {"$exists": false}, "candidate.classtar": {"$ne": 0.5}, "candidate.ssdistnr": null, "properties.star": {"$not": {"$eq": true}}}""")]
    [InlineData("""{"prv_candidates.1": {"$exists": true}, "fp_hists": {"$size": 0}, "LSST.fp_hists.0": {"$exists": false}, "sso_history": {"$size": 0}}""")]
    [InlineData("""{"$expr": {"$gt": [{"$ifNull": ["$candidate.classtar", 1]}, 0.5]}}""")]
    [InlineData("""{"$expr": {"$gt": ["$candidate.classtar", null]}}""")]
    [InlineData("""{"$expr": {"$gt": [{"$reduce": {"input": "$prv_candidates", "initialValue": {"n": 0}, "in": {"n": {"$add": ["$$value.n", "$$this.magpsf"]}}}}, 0]}}""")]
    [InlineData("""{"$expr": {"$lt": [{"$arrayElemAt": [{"$map": {"input": {"$concatArrays": ["$prv_candidates", "$fp_hists"]}, "as": "p", "in": {"m": "$$p.magpsf"}}}, 0]}, {}]}}""")]
    [InlineData("""{"$expr": {"$eq": [{"$first": {"$sortArray": {"input": "$prv_candidates", "sortBy": {"jd": -1}}}}, 1]}}""")]
    [InlineData("""{"$expr": {"$and": [{"$eq": ["$candidate.band", "g"]}, {"$ne": ["a", "b"]}, {"$in": ["$candidate.band", ["g", "candidate"]]}]}}""")]
    [InlineData("""{"cross_matches.NED.0": {"$exists": false}, "cross_matches.NED.mag": null}""")]
    [InlineData("""{"cross_matches.NED.z": {"$gt": 0}, "aliases.LSST": {"$size": 0}, "properties.photstats.g.peak_mag": {"$lt": 19}}""")]
    public void Tell_WhatIsThereOrMayBeAbsent_IsNothing(string match) => Assert.Empty(Tell(Filter(match)));

    [Theory]
    [InlineData("""[{"$match": {}}, {"$project": {"objectId": 1, "annotations.mag": "$candidate.magpsf"}}, {"$match": {"annotations.mga": {"$lt": 1}}}, {"$project": {"objectId": 1}}]""", "no field annotations.mga; the nearest is annotations.mag")]
    [InlineData("""[{"$project": {"objectId": 1, "candidate.jd": 1}}, {"$match": {"candidate.drb": {"$gt": 0.5}}}, {"$project": {"objectId": 1}}]""", "Stage 2 ($match): candidate.drb is not there any more, Stage 1 ($project) does not keep it.")]
    [InlineData("""[{"$unset": "candidate"}, {"$match": {"candidate.drb": {"$gt": 0.5}}}, {"$project": {"objectId": 1}}]""", "candidate.drb is not there any more, Stage 1 ($unset) does not keep it.")]
    [InlineData("""[{"$project": {"properties": 0}}, {"$match": {"properties.star": true}}, {"$project": {"objectId": 1}}]""", "properties.star is not there any more, Stage 1 ($project) does not keep it.")]
    [InlineData("""[{"$set": {"p": {"$map": {"input": "$prv_candidates", "in": {"mag": "$$this.magpsf"}}}}}, {"$match": {"p.0.mga": 1}}, {"$project": {"objectId": 1}}]""", "Stage 2 ($match): p.0.mga is not there, the object is made with mag.")]
    [InlineData("""[{"$match": {}}, {"$project": {"objectId": 1, "candidate.drbb": 1}}]""", "Stage 2 ($project): ZTF alerts have no field candidate.drbb")]
    [InlineData("""[{"$match": {}}, {"$addFields": {"last": {"$arrayElemAt": ["$prv_candidates", -1]}}}, {"$match": {"last.magpfs": {"$lt": 19}}}, {"$project": {"objectId": 1}}]""", "no field prv_candidates.magpfs (last.magpfs)")]
    public void Tell_WhatNoStageMadeOrKept_IsASentence(string pipeline, string sentence) => Assert.Contains(sentence, Assert.Single(Tell(pipeline)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""[{"$match": {}}, {"$project": {"objectId": 1, "annotations.mag": "$candidate.magpsf"}}, {"$match": {"annotations.mag": {"$lt": 1}}}, {"$project": {"objectId": 1, "annotations": 1}}]""")]
    [InlineData("""[{"$project": {"objectId": 1, "candidate.jd": 1}}, {"$match": {"prv_candidates.0.magpsf": {"$gt": 0.5}}}, {"$project": {"objectId": 1}}]""")]
    [InlineData("""[{"$match": {}}, {"$set": {"candidate.faint": {"$gt": ["$candidate.magpsf", 20]}}}, {"$match": {"candidate.faint": true, "candidate.drb": {"$gt": 0}}}, {"$project": {"objectId": 1}}]""")]
    [InlineData("""[{"$match": {}}, {"$replaceRoot": {"newRoot": {"$mergeObjects": ["$$ROOT", {"x": 1}]}}}, {"$match": {"x": 1, "candidate.drb": 1}}, {"$project": {"objectId": 1}}]""")]
    [InlineData("""[{"$match": {}}, {"$replaceWith": {"$arrayElemAt": ["$prv_candidates", 0]}}, {"$match": {"magpsf": {"$lt": 20}}}, {"$project": {"objectId": 1}}]""")]
    [InlineData("""[{"$match": {}}, {"$project": {"objectId": 1, "g": {"$eq": ["$candidate.band", "g"]}, "candidate": {"$ifNull": ["$candidate.band", "candidate"]}}}]""")]
    public void Tell_WhatAStageMade_IsNothing(string pipeline) => Assert.DoesNotContain(Tell(pipeline), sentence => !sentence.Contains("objectId", StringComparison.Ordinal));

    [Theory]
    [InlineData("\"$candidate.drb\"", "Stage 2 ($project): annotations is candidate.drb, which is no object, and nothing but an object is kept with a hit: write \"annotations\": {\"drb\": \"$candidate.drb\"}.")]
    [InlineData("\"bright\"", "annotations is a text, and nothing but an object is kept with a hit: write \"annotations\": {\"name\": …}.")]
    [InlineData("{\"$literal\": 5}", "annotations is a number,")]
    [InlineData("{\"$round\": [\"$candidate.drb\", 1]}", "annotations is a number,")]
    [InlineData("{\"$gt\": [\"$candidate.drb\", 0.5]}", "annotations is true or false,")]
    public void Tell_AnnotationsThatAreNoObject_AreWarnedOf(string annotations, string sentence)
    {
        var pipeline = $"[{{\"$match\": {{}}}}, {{\"$project\": {{\"objectId\": 1, \"annotations\": {annotations}}}}}]";

        Assert.Contains(sentence, Assert.Single(Tell(pipeline)), StringComparison.Ordinal);
        Assert.Contains(sentence, Assert.Single(Check(pipeline).Tell(null)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"$candidate\"")]
    [InlineData("{\"mag\": \"$candidate.magpsf\"}")]
    [InlineData("{\"$mergeObjects\": [\"$candidate\", {\"x\": 1}]}")]
    [InlineData("{\"$arrayElemAt\": [\"$prv_candidates\", 0]}")]
    [InlineData("{\"$cond\": [true, {\"a\": 1}, null]}")]
    [InlineData("\"$$REMOVE\"")]
    public void Tell_AnnotationsThatMayBeAnObject_AreNot(string annotations)
        => Assert.Empty(Tell($"[{{\"$match\": {{}}}}, {{\"$project\": {{\"objectId\": 1, \"annotations\": {annotations}}}}}]"));

    [Fact]
    public void Tell_NoAlertLookedAt_SaysOnlyWhatIsSureOfAll()
    {
        var check = Check(Filter("""{"candidat.drb": 1, "candidate.nmtchps": 1, "cross_matches.NEDD.z": 1, "candidate.band": 1}"""));

        Assert.Contains("candidat.drb", Assert.Single(check.Tell(Night)), StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_OneAlertOfManyHasIt_SaysNothing()
    {
        var check = Check(Filter("""{"candidate.nmtchps": {"$gt": 1}}"""));
        var other = Alert.DeepClone().AsBsonDocument;
        other["candidate"]["nmtchps"] = 3;
        for (var i = 0; i < 200; i++)
            check.Look(new FilterInput(i == 150 ? other.ToBson() : Alert.ToBson()));

        Assert.Empty(check.Tell(Night));
    }

    [Fact]
    public void Look_DamagedAlert_IsPassedOver()
    {
        var check = Check(Filter("""{"candidate.drb": {"$gt": "0.5"}}"""));
        check.Look(new FilterInput(new byte[] { 9, 0, 0, 0, 1, 2, 3, 4, 5 }));
        check.Look(new FilterInput(Alert.ToBson()));

        Assert.Single(check.Tell(Night));
    }

    [Theory]
    [InlineData("hand-expr")]
    [InlineData("hand-stage")]
    [InlineData("rand-pipe")]
    [InlineData("filters")]
    public void Tell_PipelinesThatCompile_NeverFails(string vectors)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(TestData.Require()))!, "vectors", $"{vectors}.jsonl.zst");
        Assert.SkipUnless(File.Exists(path), $"There is no file of vectors {vectors} beside the folder of real packets (BOOM_TEST_DATA).");
        var told = 0;
        foreach (var vector in VectorFile.Lines(path).Select(FilterVector.Parse).Where(vector => Compiles(vector.Pipeline)))
        {
            var check = Check(vector.Pipeline);
            check.Look(new FilterInput(vector.Documents[0]));
            told += check.Tell(Night).Count;
        }

        Assert.True(told > 0);
    }

    static bool Compiles(string pipeline)
    {
        try
        {
            return FilterPipeline.Parse(pipeline, new(), int32WhereFits: true) is not null;
        }
        catch (FilterException)
        {
            return false;
        }
    }

    static string Filter(string match) => $"[{{\"$match\": {match}}}, {{\"$project\": {{\"objectId\": 1}}}}]";

    static FieldCheck Check(string pipeline) => new(pipeline, View, SurveyCatalog.Default.Supported.Select(key => SurveyCatalog.Default[key].FilterView));

    static IReadOnlyList<string> Tell(string pipeline)
    {
        var check = Check(pipeline);
        check.Look(new FilterInput(Alert.ToBson(), Object.ToBson()));
        return check.Tell(Night);
    }
}
