using System.Text;
using Boom.Core.Bson;
using Boom.Core.Matching;
using CsCheck;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Matching;

/// <summary>Damage ends in an answer or in a format error, never in a read outside the bytes.</summary>
public sealed class MatchFuzzTests
{
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("BOOM_FUZZ_ROUNDS"), out var rounds) && rounds > 0 ? rounds : 8000;

    static readonly Gen<(int Place, byte Value)[]> Changes = Gen.Select(Gen.Int[0, 5000], Gen.Byte).Array[1, 4];

    static readonly Gen<string> JsonParts = Gen.OneOfConst("\"", "{", "}", "[", "]", ",", ":", "$", "\\", "\\ud800", "1e999", "-", "0");

    static readonly Gen<string> PatternParts = Gen.OneOfConst(
        "a", "b", "(", ")", "[", "]", "^", "$", "*", "+", "?", "{2,3}", "{", "}", "|", @"\\d", @"\\W", @"\\", "-", ".", "(?", ":", "#");

    static readonly MatchExpression Pattern = MatchRun.Parse("{'a': {'$regex': '^a+b?$'}, 'a.b': {'$not': {'$regex': 'é'}}}");

    [Fact]
    public void IsMatch_DamagedDocument_AnswersOrIsAFormatError() => Gen
        .Select(RandomMatches.Condition, RandomMatches.Document, Changes, Gen.Int[0, 20])
        .Sample(
            (condition, document, changes, cut) =>
            {
                var damaged = Damage(document.ToBson(), changes, cut);
                AnswersOrFails(MatchExpression.Parse(condition.ToBson()), damaged);
                AnswersOrFails(Pattern, damaged);
            },
            seed: "0000KoIPAg94",
            iter: Rounds,
            threads: 1);

    [Fact]
    public void Parse_DamagedBson_IsAConditionOrAFormatError() => Gen
        .Select(RandomMatches.Condition, RandomMatches.Document, Changes, Gen.Int[0, 20])
        .Sample(
            (condition, document, changes, cut) =>
            {
                try
                {
                    AnswersOrFails(MatchExpression.Parse(Damage(condition.ToBson(), changes, cut)), document.ToBson());
                }
                catch (Exception fault) when (fault is MatchException or BsonFormatException)
                {
                    // One of the two allowed ends; any other exception fails the test.
                }
            },
            seed: "0000KoIPAg95",
            iter: Rounds,
            threads: 1);

    [Fact]
    public void Parse_DamagedText_IsAConditionOrAMatchError() => Gen
        .Select(RandomMatches.PlainCondition, Gen.Select(Gen.Int[0, 5000], JsonParts).Array[1, 3])
        .Sample(
            (condition, changes) =>
            {
                var text = new StringBuilder(condition.ToJson(new() { OutputMode = MongoDB.Bson.IO.JsonOutputMode.CanonicalExtendedJson }));
                foreach (var (place, insert) in changes)
                    text.Insert(place % (text.Length + 1), insert);
                try
                {
                    _ = MatchExpression.Parse(text.ToString());
                }
                catch (MatchException)
                {
                    // The allowed end; any other exception fails the test.
                }
            },
            seed: "0000KoIPAg96",
            iter: Rounds,
            threads: 1);

    [Fact]
    public void Parse_RandomPatterns_AreReadOrRefused() => PatternParts.Array[1, 12].Sample(
        parts =>
        {
            try
            {
                var expression = MatchRun.Parse($"{{'a': {{'$regex': '{string.Concat(parts)}', '$options': 'x'}}}}");
                _ = expression.IsMatch(MatchRun.Bson("{a: 'aab]b'}"));
            }
            catch (MatchException)
            {
                // The allowed end; any other exception fails the test.
            }
        },
        seed: "0000KoIPAg97",
        iter: 2000,
        threads: 1);

    static byte[] Damage(byte[] bytes, (int Place, byte Value)[] changes, int cut)
    {
        foreach (var (place, value) in changes)
            bytes[place % bytes.Length] = value;
        return cut < 10 ? bytes : bytes[..Math.Max(0, bytes.Length - cut + 9)];
    }

    static void AnswersOrFails(MatchExpression expression, byte[] document)
    {
        try
        {
            _ = expression.IsMatch(document);
        }
        catch (BsonFormatException)
        {
            // The allowed end; any other exception fails the test.
        }
    }
}
