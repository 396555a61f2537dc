using Boom.Core.Bson;
using Boom.Core.Matching;
using Xunit;

namespace Boom.Tests.Core.Matching;

/// <summary>What a path yields: through objects, through arrays, at an index, where there is nothing.</summary>
public sealed class MatchPathTests
{
    [Theory]
    [InlineData("{'a.b.c': 1}", "{a: {b: {c: 1}}}", true)]
    [InlineData("{'a.b': 1}", "{'a.b': 1}", false)]
    [InlineData("{'a.b': null}", "{a: 3}", true)]
    [InlineData("{'a.b': null}", "{a: {c: 1}}", true)]
    [InlineData("{'a.b': null}", "{}", true)]
    [InlineData("{'a.b': {'$exists': false}}", "{a: 3}", true)]
    [InlineData("{'a..b': 1}", "{a: {'': {b: 1}}}", true)]
    [InlineData("{'o.0.1': 'k'}", "{o: {'0': {'1': 'k'}}}", true)]
    public void IsMatch_PathOfObjects_IsFollowedByName(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': 20}", "{x: [1, 20]}", true)]
    [InlineData("{'x': {'$gt': 10, '$lt': 5}}", "{x: [1, 20]}", true)]
    [InlineData("{'x': {'$ne': 1}}", "{x: [1, 20]}", false)]
    [InlineData("{'x': {'$not': {'$gt': 10}}}", "{x: [1, 20]}", false)]
    [InlineData("{'x': null}", "{x: [1, null]}", true)]
    [InlineData("{'x': null}", "{x: []}", false)]
    [InlineData("{'x': []}", "{x: []}", true)]
    [InlineData("{'x': [1]}", "{x: [[1], 2]}", true)]
    [InlineData("{'x': 1}", "{x: [[1], 2]}", false)]
    public void IsMatch_PathEndsOnAnArray_TriesElementsAndTheArray(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'a.b': 2}", "{a: [{b: 1}, {b: 2}]}", true)]
    [InlineData("{'a.b': 2}", "{a: [{b: [1, 2]}]}", true)]
    [InlineData("{'a.b': 2}", "{a: [[{b: 2}]]}", false)]
    [InlineData("{'a.b.c': 2}", "{a: [{b: [{c: 1}, {c: 2}]}]}", true)]
    [InlineData("{'a.b': null}", "{a: [{b: 1}, {c: 2}]}", true)]
    [InlineData("{'a.b': null}", "{a: [{b: 1}]}", false)]
    [InlineData("{'a.b': null}", "{a: []}", false)]
    [InlineData("{'a.b': null}", "{a: [1, 2]}", false)]
    [InlineData("{'a.b': {'$exists': false}}", "{a: []}", true)]
    [InlineData("{'a.b': {'$exists': false}}", "{a: [{b: 1}, {c: 1}]}", false)]
    [InlineData("{'a.b': 1, 'a.c': 6}", "{a: [{b: 1}, {c: 6}]}", true)]
    public void IsMatch_PathThroughAnArray_FollowsEachObject(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'a.1': 2}", "{a: [1, 2]}", true)]
    [InlineData("{'a.01': 2}", "{a: [1, 2]}", false)]
    [InlineData("{'a.0.b': 1}", "{a: [{b: 1}, {b: 2}]}", true)]
    [InlineData("{'a.1.b': 1}", "{a: [{b: 1}, {b: 2}]}", false)]
    [InlineData("{'a.0': 7}", "{a: [1, {'0': 7}]}", true)]
    [InlineData("{'a.0.1': 4}", "{a: [[3, 4]]}", true)]
    [InlineData("{'a.0.1.b': 4}", "{a: [[3, {b: 4}]]}", true)]
    [InlineData("{'a.0': 3}", "{a: [[3, 4]]}", false)]
    [InlineData("{'a.0': [3, 4]}", "{a: [[3, 4]]}", true)]
    [InlineData("{'a.0': null}", "{a: []}", false)]
    [InlineData("{'a.1.b': null}", "{a: [5, {b: 4}, 3]}", true)]
    [InlineData("{'a.0': null}", "{a: [{b: 1}]}", true)]
    [InlineData("{'a.0': null}", "{a: [1]}", false)]
    [InlineData("{'a.0.b': null}", "{a: [1]}", false)]
    [InlineData("{'a.9': {'$exists': true}}", "{a: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]}", true)]
    [InlineData("{'a.9': {'$exists': true}}", "{a: [0, 1, 2, 3, 4, 5, 6, 7, 8]}", false)]
    [InlineData("{'a.9': {'$exists': false}}", "{}", true)]
    public void IsMatch_NumericPart_IsAnIndexOrAName(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Fact]
    public void IsMatch_NameStoredTwice_ReadsTheFirst()
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        writer.Int32("x"u8, 1);
        writer.Int32("x"u8, 2);

        Assert.False(MatchRun.Parse("{'x': 2}").IsMatch(writer.EndRoot().Span));
    }

    [Fact]
    public void Paths_OfACondition_AreThoseItReadsInOrder()
    {
        var expression = MatchRun.Parse(
            "{'b.c': 1, '$or': [{'a': 1}, {'$and': [{'b.c': 2}, {'d': {'$not': {'$gt': 1}}}]}], 'e': {'$elemMatch': {'f': 1}}}");

        Assert.Equal(["b.c", "a", "d", "e"], expression.Paths);
    }

    [Fact]
    public void Paths_OfTheEmptyCondition_AreNone() => Assert.Empty(MatchRun.Parse("{}").Paths);

    [Fact]
    public void IsMatch_DeepestConditionOnDeepDocument_FitsASmallStack()
    {
        var path = string.Join('.', Enumerable.Repeat("a", MatchLimits.PathParts - 3));
        var expression = MatchRun.Parse($"{{'{path}': {{'$elemMatch': {{'{path}': 1}}}}}}");
        var document = Nested(1000);
        // Compiled here already, as that takes stack of its own.
        Assert.False(expression.IsMatch(document));
        var matched = true;

        var thread = new Thread(() => matched = expression.IsMatch(document), 256 << 10);
        thread.Start();
        thread.Join();

        Assert.False(matched);
    }

    // Objects in arrays in objects, each called a, deeper than the driver would write.
    static byte[] Nested(int levels)
    {
        using var writer = new BsonWriter();
        var open = new Stack<int>();
        writer.BeginRoot();
        for (var i = 0; i < levels; i++)
        {
            open.Push(writer.BeginArray("a"u8));
            open.Push(writer.BeginDocument("0"u8));
        }

        while (open.TryPop(out var token))
            writer.End(token);
        return writer.EndRoot().ToArray();
    }
}
