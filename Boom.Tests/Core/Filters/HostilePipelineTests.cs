using System.Text;
using Boom.Core.Filters;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Filters;

public sealed class HostilePipelineTests
{
    const string Match = "{\"$match\": {}}";
    const string Project = "{\"$project\": {\"objectId\": 1}}";

    [Fact]
    public void Compile_NestedTenThousandDeep_IsRefused()
        => AssertRefused($"[{Repeat("{\"$match\": {\"$and\": [", 10_000)}", "nested at most 100 levels");

    [Fact]
    public void Compile_ExpressionNestedTenThousandDeep_IsRefused()
        => AssertRefused($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"r\": {Repeat("{\"$abs\": ", 10_000)}1{Repeat("}", 10_000)}}}}}]", "nested at most 100 levels");

    [Fact]
    public void Compile_TenMegabytes_IsRefused() => AssertRefused($"[{new string(' ', 10_000_000)}{Match}, {Project}]", "at most 1048576 characters");

    [Theory]
    [InlineData("{\"$match\": {\"$where\": \"true\"}}", "$where")]
    [InlineData("{\"$project\": {\"objectId\": 1, \"r\": {\"$function\": {\"body\": \"f\", \"args\": [], \"lang\": \"js\"}}}}", "$function runs JavaScript")]
    [InlineData("{\"$project\": {\"objectId\": 1, \"r\": {\"$accumulator\": {}}}}", "$accumulator runs JavaScript")]
    [InlineData("{\"$lookup\": {\"from\": \"users\", \"pipeline\": [], \"as\": \"u\"}}", "a filter reads no other collection")]
    [InlineData("{\"$unionWith\": \"users\"}", "a filter reads no other collection")]
    [InlineData("{\"$graphLookup\": {}}", "a filter reads no other collection")]
    [InlineData("{\"$out\": \"alerts\"}", "a filter writes nothing")]
    [InlineData("{\"$merge\": \"alerts\"}", "a filter writes nothing")]
    [InlineData("{\"$facet\": {\"a\": [{\"$lookup\": {}}]}}", "one alert at a time")]
    [InlineData("{\"$group\": {\"_id\": null}}", "one alert at a time")]
    [InlineData("{\"$unwind\": \"$prv_candidates\"}", "one alert at a time")]
    [InlineData("{\"$collStats\": {}}", "not a stage known here")]
    public void Compile_WhatReachesBeyondTheAlert_IsRefusedByName(string stage, string reason) => AssertRefused($"[{stage}, {Project}]", reason);

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(x+x+)+y")]
    public void Evaluate_PatternThatExplodes_Ends(string pattern)
    {
        using var run = new FilterRun();
        var filter = FilterPipeline.Parse($"[{{\"$match\": {{\"t\": {{\"$regex\": \"{pattern}\"}}}}}}]", new());

        // With backtracking the test would not end.
        Assert.False(filter.Passes(run, new BsonDocument("t", new string('a', 5_000) + "!").ToBson()));
    }

    [Fact]
    public void Compile_RangeOfABillion_IsRefused()
        => AssertRefused($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"r\": {{\"$range\": [0, 1000000000]}}}}}}]", "$range makes 1000000000 numbers");

    public static TheoryData<string> Endless => new()
    {
        // A range of a billion that depends on the document.
        """{"$range": [0, "$n"]}""",
        // Doubles an array again and again.
        """{"$reduce": {"input": {"$range": [0, 60]}, "initialValue": [1], "in": {"$concatArrays": ["$$value", "$$value"]}}}""",
        // Doubles a text again and again.
        """{"$reduce": {"input": {"$range": [0, 60]}, "initialValue": "ab", "in": {"$concat": ["$$value", "$$value"]}}}""",
        // Loops in loops.
        """{"$map": {"input": {"$range": [0, 2000]}, "in": {"$map": {"input": {"$range": [0, 2000]}, "in": {"$reduce": {"input": {"$range": [0, 2000]}, "initialValue": 0, "in": {"$add": ["$$value", 1]}}}}}}}""",
        // Looks through a long array for each of its elements.
        """{"$let": {"vars": {"a": {"$range": [0, 200000]}}, "in": {"$map": {"input": "$$a", "in": {"$indexOfArray": ["$$a", -1]}}}}}""",
        // A set of sets.
        """{"$setUnion": [{"$range": [0, 900000]}, "$x"]}""",
        // An object of a hundred thousand names.
        """{"$arrayToObject": {"$map": {"input": {"$range": [0, 100000]}, "in": [{"$toString": "$$this"}, 1]}}}""",
        // One array in another, twice at every level: small in memory, endless when it is written or compared.
        Doubling("$$v40"),
        $$"""{"$eq": [{{Doubling("$$v40")}}, {{Doubling("$$v40")}}]}""",
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public void Evaluate_WhatWouldNotEnd_IsStoppedWithASentence(string expression)
    {
        var fault = Record.Exception(() => Run(
            $"[{{\"$project\": {{\"r\": {expression}}}}}]", new BsonDocument { { "n", 1_000_000_000 }, { "x", new BsonArray { -1 } } }));

        Assert.True(fault is FilterBudgetException or FilterException, $"{fault}");
    }

    [Fact]
    public void Evaluate_ClockThatRuns_EndsALongEvaluation()
    {
        using var run = new FilterRun(new SteppingClock(TimeSpan.FromSeconds(2)));
        var filter = FilterPipeline.Parse("""[{"$project": {"r": {"$sum": {"$map": {"input": {"$range": [0, "$n"]}, "in": {"$add": ["$$this", 1]}}}}}}]""", new());

        var fault = Assert.Throws<FilterBudgetException>(() => filter.Run(run, [new BsonDocument("n", 1000).ToBson()]));

        Assert.Equal("the evaluation takes longer than 5 s, for one alert", fault.Message);
    }

    [Fact]
    public void Compile_ManyLargeConstants_KeepsFewOfThem()
    {
        var range = "{\"$size\": {\"$range\": [0, 900000]}}";

        var pipeline = FilterPipeline.Parse($"[{{\"$match\": {{\"$expr\": {{\"$or\": [{string.Join(',', Enumerable.Repeat(range, 200))}]}}}}}}]", new());

        using var run = new FilterRun();
        Assert.True(pipeline.Passes(run, new BsonDocument().ToBson()));
    }

    [Fact]
    public void Compile_TooManyStages_IsRefused()
        => AssertRefused($"[{string.Join(',', Enumerable.Repeat(Match, 300))}, {Project}]", "at most 200 stages");

    [Fact]
    public void Compile_VariablesByTheHundred_Run()
    {
        var vars = string.Join(',', Enumerable.Range(0, 700).Select(i => $"\"v{i}\": {i}"));

        var inner = """{"$let": {"vars": {"x": {"$map": {"input": [1], "in": 2}}}, "in": {"$add": ["$$v699", "$$v699"]}}}""";
        Assert.Equal("""{ "$numberInt" : "1398" }""", FilterCase.Text($"{{\"$let\": {{\"vars\": {{{vars}}}, \"in\": {inner}}}}}"));
    }

    static string Doubling(string last)
    {
        var text = new StringBuilder("\"" + last + "\"");
        for (var i = 40; i > 0; i--)
            text.Insert(0, $"{{\"$let\": {{\"vars\": {{\"v{i}\": [\"$$v{i - 1}\", \"$$v{i - 1}\"]}}, \"in\": ").Append("}}");
        return $"{{\"$let\": {{\"vars\": {{\"v0\": \"$n\"}}, \"in\": {text}}}}}";
    }

    static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    static void AssertRefused(string pipeline, string reason)
    {
        var view = SurveyCatalog.Default[Survey.Ztf].FilterView;
        var fault = Assert.Throws<FilterException>(() => AlertFilter.Compile(pipeline, view, new FilterRights([1]), new()));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    static void Run(string pipeline, BsonDocument document)
    {
        // Steps alone must end it.
        using var run = new FilterRun(new SteppingClock(TimeSpan.Zero));
        FilterPipeline.Parse(pipeline, new(), int32WhereFits: true).Run(run, [document.ToBson()]);
    }

    /// <summary>Goes on by so much at every look.</summary>
    sealed class SteppingClock(TimeSpan step) : TimeProvider
    {
        long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += step.Ticks;
    }
}
