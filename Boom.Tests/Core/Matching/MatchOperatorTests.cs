using Xunit;

namespace Boom.Tests.Core.Matching;

public sealed class MatchOperatorTests
{
    [Theory]
    [InlineData("{'x': {'$in': [1, '1', true]}}", "{x: 1.0}", true)]
    [InlineData("{'x': {'$in': ['1', true]}}", "{x: 1}", false)]
    [InlineData("{'x': {'$in': [null, 3]}}", "{}", true)]
    [InlineData("{'x': {'$in': []}}", "{x: 1}", false)]
    [InlineData("{'x': {'$in': [2, 9]}}", "{x: [1, 2]}", true)]
    [InlineData("{'x': {'$in': [[1, 2]]}}", "{x: [1, 2]}", true)]
    [InlineData("{'x': {'$in': [{'b': 1.0}]}}", "{x: {b: 1}}", true)]
    [InlineData("{'x': {'$nin': [1, 2]}}", "{x: 3}", true)]
    [InlineData("{'x': {'$nin': [1, 2]}}", "{x: [2, 3]}", false)]
    [InlineData("{'x': {'$nin': [1, 2]}}", "{}", true)]
    [InlineData("{'x': {'$nin': [null]}}", "{}", false)]
    [InlineData("{'x': {'$nin': []}}", "{}", true)]
    public void IsMatch_InAndNin_CompareByTypeAndValue(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Fact]
    public void IsMatch_LongIn_FindsEachOfItsValuesAndNoOther()
    {
        var expression = MatchRun.Parse($"{{'x': {{'$in': [{string.Join(", ", Enumerable.Range(0, 1000).Select(i => i * 7919 % 1009 * 2))}]}}}}");

        Assert.All(Enumerable.Range(0, 1009), i => Assert.Equal(
            Enumerable.Range(0, 1000).Any(k => k * 7919 % 1009 == i), expression.IsMatch(MatchRun.Bson($"{{x: {i * 2}}}"))));
        Assert.False(expression.IsMatch(MatchRun.Bson("{x: 3}")));
    }

    [Theory]
    [InlineData("{'x': {'$exists': true}}", "{x: null}", true)]
    [InlineData("{'x': {'$exists': true}}", "{}", false)]
    [InlineData("{'x': {'$exists': false}}", "{}", true)]
    [InlineData("{'x': {'$exists': 0}}", "{}", true)]
    [InlineData("{'x': {'$exists': 1}}", "{x: []}", true)]
    [InlineData("{'x': {'$exists': null}}", "{}", true)]
    public void IsMatch_Exists_AsksForPresence(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'$and': [{'x': 1}, {'y': 2}]}", "{x: 1, y: 2}", true)]
    [InlineData("{'$and': [{'x': 1}, {'y': 2}]}", "{x: 1, y: 3}", false)]
    [InlineData("{'$or': [{'x': 9}, {'y': 2}]}", "{x: 1, y: 2}", true)]
    [InlineData("{'$or': [{'x': 9}, {'y': 9}]}", "{x: 1, y: 2}", false)]
    [InlineData("{'$nor': [{'x': 9}, {'y': 9}]}", "{x: 1, y: 2}", true)]
    [InlineData("{'$nor': [{'x': 1}, {'y': 9}]}", "{x: 1, y: 2}", false)]
    [InlineData("{'$and': [{}]}", "{}", true)]
    [InlineData("{'x': 1, '$or': [{'y': 2}, {'y': 3}]}", "{x: 1, y: 3}", true)]
    [InlineData("{}", "{x: 1}", true)]
    public void IsMatch_Logic_CombinesConditions(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': {'$not': {'$gt': 3}}}", "{x: 2}", true)]
    [InlineData("{'x': {'$not': {'$gt': 3}}}", "{}", true)]
    [InlineData("{'x': {'$not': {'$gt': 3, '$lt': 9}}}", "{x: 5}", false)]
    [InlineData("{'x': {'$not': {'$gt': 3, '$lt': 9}}}", "{x: 10}", true)]
    [InlineData("{'x': {'$not': {'$not': {'$gt': 3}}}}", "{x: 5}", true)]
    [InlineData("{'x': {'$not': {'$regex': '^a'}}}", "{x: 'abc'}", false)]
    public void IsMatch_Not_NegatesTheWholePath(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': {'$elemMatch': {'$gt': 5, '$lt': 10}}}", "{x: [1, 20]}", false)]
    [InlineData("{'x': {'$elemMatch': {'$gt': 5, '$lt': 10}}}", "{x: [1, 7]}", true)]
    [InlineData("{'x': {'$elemMatch': {'$gt': 5, '$lt': 10}}}", "{x: 7}", false)]
    [InlineData("{'x': {'$elemMatch': {'$gt': 5}}}", "{x: [[7]]}", false)]
    [InlineData("{'x': {'$elemMatch': {'$elemMatch': {'$gt': 5}}}}", "{x: [[7]]}", true)]
    [InlineData("{'x': {'$elemMatch': {'$not': {'$gt': 5}}}}", "{x: [7, 1]}", true)]
    [InlineData("{'x': {'$elemMatch': {'b': 1, 'c': 2}}}", "{x: [{b: 1, c: 9}, {b: 3, c: 2}]}", false)]
    [InlineData("{'x': {'$elemMatch': {'b': 1, 'c': 2}}}", "{x: [{b: 1, c: 2}]}", true)]
    [InlineData("{'x': {'$elemMatch': {'b': null}}}", "{x: [{c: 2}]}", true)]
    [InlineData("{'x': {'$elemMatch': {'0': 1}}}", "{x: [[1]]}", true)]
    [InlineData("{'x': {'$elemMatch': {}}}", "{x: [1]}", false)]
    [InlineData("{'x': {'$elemMatch': {}}}", "{x: [{}]}", true)]
    [InlineData("{'x': {'$elemMatch': {'$or': [{'b': 9}, {'c': 5}]}}}", "{x: [{b: 1, c: 5}]}", true)]
    [InlineData("{'a.x': {'$elemMatch': {'$gt': 5, '$lt': 10}}}", "{a: [{x: [1]}, {x: [7]}]}", true)]
    [InlineData("{'x.0': {'$elemMatch': {'$gt': 5}}}", "{x: [[7]]}", true)]
    public void IsMatch_ElemMatch_BindsConditionsToOneElement(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': {'$all': [1, 2]}}", "{x: [2, 1, 3]}", true)]
    [InlineData("{'x': {'$all': [1, 4]}}", "{x: [2, 1, 3]}", false)]
    [InlineData("{'x': {'$all': [1]}}", "{x: 1}", true)]
    [InlineData("{'x': {'$all': [null]}}", "{}", true)]
    [InlineData("{'x': {'$all': []}}", "{x: []}", false)]
    [InlineData("{'x': {'$not': {'$all': []}}}", "{x: []}", true)]
    [InlineData("{'x': {'$all': [[1, 2]]}}", "{x: [1, 2]}", true)]
    [InlineData("{'x': {'$all': [{'$elemMatch': {'$gt': 5}}, {'$elemMatch': {'$lt': 2}}]}}", "{x: [1, 7]}", true)]
    [InlineData("{'x': {'$all': [{'$elemMatch': {'$gt': 5}}, {'$elemMatch': {'$lt': 2}}]}}", "{x: [7]}", false)]
    public void IsMatch_All_WantsEachValue(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': {'$size': 2}}", "{x: [1, [2, 3]]}", true)]
    [InlineData("{'x': {'$size': 2}}", "{x: [1]}", false)]
    [InlineData("{'x': {'$size': 0}}", "{x: []}", true)]
    [InlineData("{'x': {'$size': 0}}", "{}", false)]
    [InlineData("{'x': {'$size': 2.0}}", "{x: [[1, 2]]}", false)]
    [InlineData("{'x': {'$size': 1}}", "{x: 'a'}", false)]
    public void IsMatch_Size_CountsTheArrayItself(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': {'$mod': [4, 1]}}", "{x: 5}", true)]
    [InlineData("{'x': {'$mod': [4, 1]}}", "{x: 5.9}", true)]
    [InlineData("{'x': {'$mod': [4.9, 1.9]}}", "{x: 5}", true)]
    [InlineData("{'x': {'$mod': [4, -1]}}", "{x: -5}", true)]
    [InlineData("{'x': {'$mod': [4, 0]}}", "{x: NaN}", false)]
    [InlineData("{'x': {'$mod': [4, 0]}}", "{x: 1e300}", false)]
    [InlineData("{'x': {'$mod': [4, 0]}}", "{x: '4'}", false)]
    [InlineData("{'x': {'$mod': [4, 0]}}", "{}", false)]
    [InlineData("{'x': {'$mod': [-1, 0]}}", "{x: NumberLong('-9223372036854775808')}", true)]
    [InlineData("{'x': {'$mod': [2, 1]}}", "{x: [2, 3]}", true)]
    public void IsMatch_Mod_CutsFractionsOff(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': {'$type': 'number'}}", "{x: NumberLong(1)}", true)]
    [InlineData("{'x': {'$type': 'number'}}", "{x: NumberDecimal('1')}", true)]
    [InlineData("{'x': {'$type': 'int'}}", "{x: NumberLong(1)}", false)]
    [InlineData("{'x': {'$type': 'array'}}", "{x: []}", true)]
    [InlineData("{'x': {'$type': 'string'}}", "{x: ['a']}", true)]
    [InlineData("{'x': {'$type': ['null', 'bool']}}", "{x: null}", true)]
    [InlineData("{'x': {'$type': 'null'}}", "{}", false)]
    [InlineData("{'x': {'$type': 1}}", "{x: 1.5}", true)]
    [InlineData("{'x': {'$type': 16.0}}", "{x: 1}", true)]
    [InlineData("{'x': {'$type': -1}}", "{x: 1}", false)]
    [InlineData("{'x': {'$type': 'minKey'}}", "{}", false)]
    public void IsMatch_Type_AsksForTheStoredType(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));
}
