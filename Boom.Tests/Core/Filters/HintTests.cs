using System.Text.RegularExpressions;
using Boom.Core.Filters;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Stages;
using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>What is refused is named, with what to use instead or why there is nothing.</summary>
public sealed partial class HintTests
{
    const string Match = """{"$match": {}}""";
    const string Project = """{"$project": {"objectId": 1}}""";

    static readonly string[] BesidePaths = ["$and", "$or", "$nor", "$expr"];

    static readonly string[] BehindPaths =
        ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$exists", "$not", "$elemMatch", "$all", "$size", "$mod", "$type", "$regex"];

    static readonly string[] Whys =
    [
        "looks at one alert", "reads no other", "writes nothing", "JavaScript", "differently each time", "no index", "no geometry", "a comment is one of JSON", "no binary data",
        "numbers and texts for names", "an empty object {}", "is a stage", "stands beside a $regex",
    ];

    [Fact]
    public void Compile_EveryOperatorOfMongoDb_IsSupportedOrSaysWhatToUse()
    {
        foreach (var name in MongoWords.Expressions.Concat(MongoWords.Conditions).Except(OperatorTable.Names))
            AssertHelps(name, Reason($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"r\": {{\"{name}\": \"$candidate.drb\"}}}}}}]"));
    }

    [Fact]
    public void Compile_EveryStageOfMongoDb_IsSupportedOrSaysWhatToUse()
    {
        foreach (var name in MongoWords.Stages.Except(StageTable.PerAlert))
        {
            var refusal = Reason($"[{{\"{name}\": {{}}}}, {Project}]");

            Assert.EndsWith("; stages are $match, $project, $addFields, $set, $unset, $replaceRoot, $replaceWith, $sort, $limit", refusal, StringComparison.Ordinal);
            // The place has the name.
            AssertHelps(name, $"{name}: {refusal[..refusal.IndexOf("; stages are", StringComparison.Ordinal)]}");
        }
    }

    [Fact]
    public void Compile_EveryConditionOfMongoDb_IsSupportedOrSaysWhatToUse()
    {
        foreach (var name in MongoWords.Conditions.Concat(MongoWords.Expressions))
        {
            if (!BesidePaths.Contains(name))
                AssertHelps(name, Hint(Reason($"[{{\"$match\": {{\"{name}\": [1]}}}}, {Project}]"), "a match takes paths, $and, $or, $nor and $expr"));
            if (!BehindPaths.Contains(name))
                AssertHelps(name, Hint(Reason($"[{{\"$match\": {{\"candidate.drb\": {{\"{name}\": [1]}}}}}}, {Project}]"), "$type and $regex"));
        }
    }

    [Theory]
    [InlineData("match", "Stage 1 (match): the name of a stage begins with $: write $match; stages are")]
    [InlineData("Match", "the nearest that is supported is $match;")]
    [InlineData("lookup", "a filter reads no other collection")]
    [InlineData("$matches", "the nearest that is supported is $match;")]
    [InlineData("$gt", "follows a path in a $match: {\"$match\": {\"candidate.drb\": {\"$gt\": …}}}")]
    [InlineData("$or", "one of the conditions that stand in a $match: {\"$match\": {\"$or\": …}}")]
    [InlineData("$sortArray", "an operator of expressions")]
    [InlineData("$unwind", "$filter, $map and $reduce go over the elements of an array")]
    public void Compile_WhatIsNoStage_SaysWhatItIs(string name, string sentence)
        => Assert.Contains(sentence, Refusal($"[{{\"{name}\": {{}}}}, {Project}]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("$regexFind", "at 'r.$regexFind': $regexFind is not supported: $regexMatch tells whether a text matches")]
    [InlineData("$convert", "$toDouble, $toInt, $toLong")]
    [InlineData("$substr", "$substrCP takes a part")]
    [InlineData("$indexOfCP", "{\"$strLenCP\": {\"$first\": {\"$split\": [TEXT, PART]}}}")]
    [InlineData("$median", "$arrayElemAt takes the middle of an array, or any other place, after $sortArray")]
    [InlineData("$dateAdd", "times of alerts are Julian dates, which are numbers of days: $add and $subtract shift candidate.jd")]
    [InlineData("$setField", "$mergeObjects sets a field")]
    [InlineData("$nin", "{\"$not\": [{\"$in\": [X, ARRAY]}]} is the same")]
    [InlineData("$match", "it is a stage")]
    [InlineData("$unwind", "it is a stage")]
    [InlineData("$sqroot", "$sqroot is not an operator known here; the nearest that is supported is $sqrt.")]
    public void Compile_WhatIsNoOperator_SaysWhatToUse(string name, string sentence)
        => Assert.Contains(sentence, Refusal($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"r\": {{\"{name}\": 1}}}}}}]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"$gt\": [\"$candidate.drb\", 1]}", "$gt is not known here, a match takes paths, $and, $or, $nor and $expr; $gt stands behind a path: {\"candidate.drb\": {\"$gt\": …}}.")]
    [InlineData("{\"$abs\": 1}", "; $abs is of expressions: {\"$expr\": {\"$abs\": …}}.")]
    [InlineData("{\"$adn\": []}", "; the nearest is $and.")]
    [InlineData("{\"$text\": {\"$search\": \"x\"}}", "; a filter has no index of texts; $regex tells whether a text matches.")]
    [InlineData("{\"a\": {\"$or\": []}}", "; $or stands beside paths: {\"$or\": [{…}, {…}]}.")]
    [InlineData("{\"a\": {\"$gt\": 1, \"lt\": 2}}", "; the nearest is $lt.")]
    [InlineData("{\"a\": {\"$geoWithin\": {}}}", "; there is no geometry: compare candidate.ra and candidate.dec in degrees")]
    [InlineData("{\"a\": {\"$regexFind\": {}}}", "; in an $expr, $regexMatch tells whether a text matches")]
    public void Compile_WhatIsNoCondition_SaysWhatToUse(string condition, string sentence)
        => Assert.Contains(sentence, Refusal($"[{{\"$match\": {condition}}}, {Project}]"), StringComparison.Ordinal);

    static string Hint(string refusal, string after)
    {
        var at = refusal.IndexOf(after, StringComparison.Ordinal);
        // Some have a sentence of their own.
        return at < 0 ? refusal : refusal.Contains("JavaScript", StringComparison.Ordinal) ? refusal : refusal[..refusal.IndexOf(" is not ", StringComparison.Ordinal)] + refusal[(at + after.Length)..];
    }

    static void AssertHelps(string name, string refusal)
    {
        Assert.Contains(name, refusal, StringComparison.Ordinal);
        var used = Name().Matches(refusal).Select(match => match.Value).Where(other => other != name).ToList();
        Assert.True(
            used.Any(other => OperatorTable.Names.Contains(other) || StageTable.PerAlert.Contains(other) || BesidePaths.Contains(other) || BehindPaths.Contains(other))
                || Whys.Any(why => refusal.Contains(why, StringComparison.Ordinal)) || refusal.Contains($"{name} stands b", StringComparison.Ordinal),
            refusal);
    }

    static string Refusal(string pipeline) => Fault(pipeline).Message;

    /// <summary>The sentence without the place, which names stages.</summary>
    static string Reason(string pipeline) => Fault(pipeline).Reason;

    static FilterException Fault(string pipeline)
        => Assert.Throws<FilterException>(() => AlertFilter.Compile(pipeline, SurveyCatalog.Default[Survey.Ztf].FilterView, new FilterRights([1]), new()));

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Name();
}
