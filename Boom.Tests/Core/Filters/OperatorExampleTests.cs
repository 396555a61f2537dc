using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>Operators that the vectors have not or hardly: examples after MongoDB's documentation.</summary>
public sealed class OperatorExampleTests
{
    [Theory]
    [InlineData("""{"$setUnion": [[2, 1], "$a", [1.0]]}""", "[1, 2, 3]")]
    [InlineData("""{"$setUnion": [[1], null]}""", "null")]
    [InlineData("""{"$setIntersection": [[3, 1, 1], "$a", [1, 3, 3]]}""", "[1, 3]")]
    [InlineData("""{"$setDifference": [["x", "y", "x"], ["y"]]}""", "[\"x\"]")]
    [InlineData("""{"$setEquals": [["a", "b", "a"], ["b", "a"]]}""", "true")]
    [InlineData("""{"$setIsSubset": [["a", "a"], ["b"]]}""", "false")]
    [InlineData("""{"$arrayToObject": [[["a", 1], ["b", 2], ["a", 3]]]}""", "{ \"a\" : 3, \"b\" : 2 }")]
    [InlineData("""{"$arrayToObject": {"$objectToArray": {"p": 1, "q": [2]}}}""", "{ \"p\" : 1, \"q\" : [2] }")]
    [InlineData("""{"$firstN": {"n": 2, "input": "$a"}}""", "[3, 1]")]
    [InlineData("""{"$lastN": {"n": 5, "input": "$a"}}""", "[3, 1, 2]")]
    [InlineData("""{"$maxN": {"n": 2, "input": "$a"}}""", "[3, 2]")]
    [InlineData("""{"$minN": {"n": 2, "input": [5, null, 4, 6]}}""", "[4, 5]")]
    [InlineData("""{"$stdDevPop": "$nope"}""", "null")]
    [InlineData("""{"$stdDevSamp": [[7]]}""", "null")]
    [InlineData("""{"$toLower": "ABC"}""", "\"abc\"")]
    [InlineData("""{"$toUpper": "$nope"}""", "\"\"")]
    [InlineData("""{"$toUpper": "aäßz{ı"}""", "\"AäßZ{ı\"")]
    [InlineData("""{"$toLower": "ZÄİ@[k"}""", "\"zÄİ@[k\"")]
    [InlineData("""{"$toString": {"$toDecimal": "0.1234567890123456789012345"}}""", "\"0.1234567890123456789012345\"")]
    [InlineData("""{"$toString": {"$toDecimal": "1.10"}}""", "\"1.10\"")]
    [InlineData("""{"$toString": {"$toDecimal": "1e400"}}""", "\"1E+400\"")]
    [InlineData("""{"$toString": {"$toDecimal": "-0.00"}}""", "\"-0.00\"")]
    [InlineData("""{"$toString": {"$toDecimal": "+.5E-3"}}""", "\"0.0005\"")]
    [InlineData("""{"$toString": {"$toDecimal": "-inf"}}""", "\"-Infinity\"")]
    [InlineData("""{"$toString": {"$toDecimal": "NaN"}}""", "\"NaN\"")]
    [InlineData("""{"$toString": {"$toDecimal": "0001234567890123456789012345678901234500000000000000000000001"}}""", "\"1.234567890123456789012345678901235E+57\"")]
    [InlineData("""{"$toString": {"$toDecimal": "0.12345678901234567890123456789012345000000000000000001"}}""", "\"0.1234567890123456789012345678901235\"")]
    [InlineData("""{"$toString": {"$toDecimal": "0.12345678901234567890123456789012345000000000000000000"}}""", "\"0.1234567890123456789012345678901234\"")]
    [InlineData("""{"$toString": {"$toDecimal": "1e-99999999999999999999"}}""", "\"0E-6176\"")]
    [InlineData("""{"$concat": ["a", "-", "$t"]}""", "\"a-äx\"")]
    [InlineData("""{"$concat": ["a", "$nope"]}""", "null")]
    [InlineData("""{"$split": ["a-b--c", "-"]}""", "[\"a\", \"b\", \"\", \"c\"]")]
    [InlineData("""{"$strLenCP": "$t"}""", "2")]
    [InlineData("""{"$strLenBytes": "$t"}""", "3")]
    [InlineData("""{"$substrCP": ["abcde", 1, 2]}""", "\"bc\"")]
    [InlineData("""{"$regexMatch": {"input": "ZTF21abc", "regex": "^ztf\\d+", "options": "i"}}""", "true")]
    [InlineData("""{"$regexMatch": {"input": "$nope", "regex": "a"}}""", "false")]
    [InlineData("""{"$toString": 2.5}""", "\"2.5\"")]
    [InlineData("""{"$toString": true}""", "\"true\"")]
    [InlineData("""{"$toInt": "12"}""", "12")]
    [InlineData("""{"$toInt": 3.9}""", "3")]
    [InlineData("""{"$type": {"$toDecimal": 1}}""", "\"decimal\"")]
    [InlineData("""{"$type": {"$toDate": 0.0}}""", "\"date\"")]
    [InlineData("""{"$subtract": [{"$toDate": "2024-01-02T00:00:00Z"}, {"$toDate": "2024-01-01"}]}""", "86400000")]
    [InlineData("""{"$first": "$a"}""", "3")]
    [InlineData("""{"$getField": {"field": {"$literal": "$x"}, "input": {"$literal": {"$x": 4}}}}""", "4")]
    public void Expression_Example_HasItsValue(string expression, string expected)
    {
        var value = FilterCase.Value(expression, "{a: [3, 1, 2], t: 'äx'}");

        Assert.Equal(expected, value is null ? "missing" : MongoDB.Bson.BsonExtensionMethods.ToJson(value, new MongoDB.Bson.IO.JsonWriterSettings { OutputMode = MongoDB.Bson.IO.JsonOutputMode.RelaxedExtendedJson }));
    }

    [Theory]
    [InlineData("""{"$tan": 0.5}""", 0.5463024898437905)]
    [InlineData("""{"$asin": 0.5}""", 0.5235987755982989)]
    [InlineData("""{"$acos": 0.5}""", 1.0471975511965979)]
    [InlineData("""{"$atan": 0.5}""", 0.4636476090008061)]
    [InlineData("""{"$atan2": [1, -1]}""", 2.356194490192345)]
    [InlineData("""{"$sinh": 1}""", 1.1752011936438014)]
    [InlineData("""{"$cosh": 1}""", 1.5430806348152437)]
    [InlineData("""{"$tanh": 1}""", 0.7615941559557649)]
    [InlineData("""{"$log": [100, 10]}""", 2.0)]
    [InlineData("""{"$stdDevPop": [[1, 2, 3, 4, "x"]]}""", 1.118033988749895)]
    [InlineData("""{"$stdDevSamp": [1, 2, 3, 4]}""", 1.2909944487358056)]
    public void Expression_Function_IsRightToAFewPlacesOfItsLast(string expression, double expected)
        => Assert.Equal(expected, FilterCase.Value(expression)!.AsDouble, Math.Abs(expected) * 1e-15);

    [Theory]
    [InlineData("""{"$strLenCP": "$nope"}""", "$strLenCP takes text, not a missing value")]
    [InlineData("""{"$setIsSubset": ["$nope", [1]]}""", "$setIsSubset takes arrays, not a missing value")]
    [InlineData("""{"$acos": "$two"}""", "$acos takes numbers from -1 to 1")]
    [InlineData("""{"$log": ["$two", 1]}""", "$log takes a number above 0 and a base above 0 that is not 1")]
    [InlineData("""{"$toDecimal": "$text"}""", "$toDecimal takes text that is a number")]
    [InlineData("""{"$toInt": "$text"}""", "$toInt takes a number, the text of a whole number, or true or false, not text")]
    [InlineData("""{"$concat": ["a", "$two"]}""", "$concat takes texts, not a number")]
    [InlineData("""{"$arrayElemAt": ["$text", 0]}""", "$arrayElemAt takes an array, not text")]
    [InlineData("""{"$size": "$nope"}""", "$size takes an array, not a missing value")]
    [InlineData("""{"$switch": {"branches": [{"case": "$nope", "then": 1}]}}""", "no branch of $switch applies and it has no default")]
    [InlineData("""{"$divide": [1, {"$subtract": ["$two", "$two"]}]}""", "$divide by zero")]
    public void Expression_DataThatDoNotFit_AreASentence(string expression, string sentence)
        => Assert.Equal(sentence, FilterCase.Error(expression, "{two: 2, text: 'abc'}"));

    [Theory]
    [InlineData("""{"$toDecimal": "1.2.3"}""", "$toDecimal takes text that is a number")]
    [InlineData("""{"$toDecimal": "1e"}""", "$toDecimal takes text that is a number")]
    [InlineData("""{"$toDecimal": " 1"}""", "$toDecimal takes text that is a number")]
    [InlineData("""{"$toDecimal": "."}""", "$toDecimal takes text that is a number")]
    [InlineData("""{"$toDecimal": "1e7000"}""", "$toDecimal takes text of a number that fits")]
    [InlineData("""{"$toDecimal": "1e99999999999999999999"}""", "$toDecimal takes text of a number that fits")]
    public void Expression_ConstantTextThatIsNoDecimal_IsASentence(string expression, string sentence)
        => Assert.EndsWith($"the constant part cannot be computed, as {sentence}.", FilterCase.Error(expression), StringComparison.Ordinal);
}
