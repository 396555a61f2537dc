using System.Diagnostics;
using Xunit;

namespace Boom.Tests.Core.Matching;

public sealed class MatchRegexTests
{
    [Theory]
    [InlineData("{'x': {'$regex': '^ab'}}", "{x: 'abc'}", true)]
    [InlineData("{'x': {'$regex': 'bc'}}", "{x: 'abc'}", true)]
    [InlineData("{'x': {'$regex': '^b'}}", "{x: 'abc'}", false)]
    [InlineData("{'x': {'$regex': 'BC'}}", "{x: 'abc'}", false)]
    [InlineData("{'x': {'$regex': 'BC', '$options': 'i'}}", "{x: 'abc'}", true)]
    [InlineData("{'x': {'$options': 'i', '$regex': 'BC'}}", "{x: 'abc'}", true)]
    [InlineData("{'x': {'$regex': '^c', '$options': 'm'}}", "{x: 'ab\\nc'}", true)]
    [InlineData("{'x': {'$regex': 'b.c'}}", "{x: 'ab\\nc'}", false)]
    [InlineData("{'x': {'$regex': 'b.c', '$options': 's'}}", "{x: 'ab\\nc'}", true)]
    [InlineData("{'x': {'$regex': 'b c # [', '$options': 'x'}}", "{x: 'abc'}", true)]
    [InlineData("{'x': {'$regex': 'z'}}", "{x: ['a', 'z']}", true)]
    [InlineData("{'x': {'$regex': '3'}}", "{x: 3}", false)]
    [InlineData("{'x': {'$regex': '.*'}}", "{}", false)]
    [InlineData("{'x': {'$regex': '^a', '$ne': 'abc'}}", "{x: 'abc'}", false)]
    public void IsMatch_Regex_IsFoundInText(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData(@"^\\d$", "٣", false)]
    [InlineData(@"^\\d$", "3", true)]
    [InlineData(@"^\\D$", "٣", true)]
    [InlineData(@"^\\w$", "é", false)]
    [InlineData(@"^\\W$", "é", true)]
    [InlineData(@"^[\\W]$", "é", true)]
    [InlineData(@"^[\\W]$", "_", false)]
    [InlineData(@"^[\\S]$", "\t", false)]
    [InlineData(@"^[\\s\\d]+$", "3 3", true)]
    [InlineData("^[a-z-[aeiou]]$", "b]", true)]
    [InlineData("^[]a]+$", "]a", true)]
    [InlineData("^[^]a]+$", "b", true)]
    [InlineData("a{b", "a{b", true)]
    public void IsMatch_WhatDotNetReadsOtherwise_IsReadAsPcre(string pattern, string text, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch($"{{'x': {{'$regex': '{pattern}'}}}}", $"{{x: '{text}'}}"));

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|a)*$")]
    [InlineData("a*a*a*a*a*a*b")]
    public void IsMatch_PatternThatBacktracks_AnswersSoon(string pattern)
    {
        var expression = MatchRun.Parse($"{{'x': {{'$regex': '^{pattern}'}}}}");
        var document = MatchRun.Bson($"{{x: '{new string('a', 100_000)}!'}}");
        var clock = Stopwatch.StartNew();

        Assert.False(expression.IsMatch(document));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("(", "'x': $regex cannot be used, '(' is not a regular expression that can be read.")]
    [InlineData("(?=a)", "'x': $regex cannot be used, lookaround, back references, atomic groups and conditions inside a pattern are not allowed.")]
    [InlineData(@"(a)\\1", "'x': $regex cannot be used, lookaround, back references, atomic groups and conditions inside a pattern are not allowed.")]
    [InlineData("[[:alpha:]]", "'x': $regex cannot be used, classes such as [:alpha:] are not allowed, write the characters.")]
    [InlineData(@"\\Qa", @"'x': $regex cannot be used, \Q and \E are not allowed, escape each character.")]
    [InlineData("(?x)a", "'x': $regex cannot be used, flags inside a pattern are letters of 'ims', write others into $options.")]
    [InlineData("(a{1,100}){50}", "'x': $regex cannot be used, the repetition counts of a pattern multiply to at most 1000.")]
    [InlineData("a{99999999999}", "'x': $regex cannot be used, the repetition counts of a pattern multiply to at most 1000.")]
    public void Parse_PatternThatIsNotAllowed_IsTold(string pattern, string fault)
        => Assert.Equal(fault, MatchRun.Fault($"{{'x': {{'$regex': '{pattern}'}}}}"));

    [Fact]
    public void Parse_LongPattern_IsTold()
        => Assert.Equal(
            "'x': $regex cannot be used, a pattern has at most 1000 characters, not 1001.",
            MatchRun.Fault($"{{'x': {{'$regex': '{new string('a', 1001)}'}}}}"));
}
