using Boom.Core.Filters;
using Boom.Tests.Core.Matching;
using CsCheck;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Filters;

public sealed class ExpressionPropertyTests
{
    static readonly JsonWriterSettings Canonical = new() { OutputMode = JsonOutputMode.CanonicalExtendedJson };

    [Fact]
    public void Evaluate_AnyExpressionAndDocument_AgreesWithTheSlowEvaluator()
    {
        var (values, errors) = (0, 0);
        Gen.Select(RandomExpressions.Expression, RandomExpressions.Document).Sample(
            (expression, document) =>
            {
                // Constants come from the document, as folding settles errors in them beforehand.
                var (source, entered) = Lifted(expression, document);
                string wanted;
                try
                {
                    wanted = SlowExpressions.Evaluate(source, entered, []) is { } value ? value.ToJson(Canonical) : "missing";
                    values++;
                }
                catch (InvalidOperationException)
                {
                    wanted = "error";
                    errors++;
                }

                Assert.True(wanted == Found(source, entered), $"{source.ToJson()} on {entered.ToJson()}: wanted {wanted}, found {Found(source, entered)}");
            },
            seed: "0000KoIPAg9Y",
            iter: 20_000,
            threads: 1);
        Assert.True(values > 8000 && errors > 1000, $"{values} values and {errors} errors.");
    }

    [Fact]
    public void Match_AnyConditionAndDocument_AgreesWithBruteForce() => Gen.Select(RandomMatches.PlainCondition, RandomMatches.Document).Sample(
        (condition, document) =>
        {
            var wanted = BruteForceMatch.Matches(condition, document);
            var text = condition.ToJson(new JsonWriterSettings { OutputMode = JsonOutputMode.RelaxedExtendedJson });
            if (!IsPlain(condition))
                return;
            using var run = new FilterRun();
            Assert.True(wanted == FilterPipeline.Parse($"[{{\"$match\": {text}}}]", new(), int32WhereFits: true).Passes(run, document.ToBson()), $"{text} on {document.ToJson(Canonical)}");
            // The same when every field is one that a stage before has made.
            var computed = $"[{{\"$replaceWith\": {{\"$mergeObjects\": [\"$$ROOT\", {{\"zz\": {{\"$abs\": 1}}}}]}}}}, {{\"$match\": {text}}}]";
            Assert.True(wanted == FilterPipeline.Parse(computed, new(), int32WhereFits: true).Run(run, [document.ToBson()]).Count > 0, $"{computed} on {document.ToJson(Canonical)}");
        },
        seed: "0000KoIPAg9Z",
        iter: 10_000,
        threads: 1);

    static string Found(BsonValue source, BsonDocument document)
    {
        using var run = new FilterRun();
        try
        {
            var text = $"[{{\"$project\": {{\"_id\": 0, \"r\": {{\"$ifNull\": [{source.ToJson(Canonical)}, \"$missing\"]}}, \"s\": {source.ToJson(Canonical)}}}}}]";
            var output = BsonSerializer.Deserialize<BsonDocument>(FilterPipeline.Parse(text, new()).Run(run, [document.ToBson()])[0]);
            return output.TryGetValue("s", out var value) ? value.ToJson(Canonical) : "missing";
        }
        catch (FilterEvaluationException)
        {
            return "error";
        }
    }

    // Puts every constant of the expression into the document, under names of its own.
    static (BsonValue Source, BsonDocument Document) Lifted(BsonValue expression, BsonDocument document)
    {
        var entered = (BsonDocument)document.DeepClone();
        return (Lift(expression, entered), entered);
    }

    static BsonValue Lift(BsonValue expression, BsonDocument document)
    {
        switch (expression)
        {
            case BsonString { Value: var text } when text.StartsWith('$'):
                return expression;
            case BsonArray items:
                return new BsonArray(items.Select(item => Lift(item, document)));
            case BsonDocument fields:
                return new BsonDocument(fields.Select(field => new BsonElement(field.Name, Lift(field.Value, document))));
            default:
                var name = $"k{document.ElementCount}";
                document.Add(name, expression);
                return $"${name}";
        }
    }

    // What plain JSON can say: no dates and identifiers, no numbers that are not.
    static bool IsPlain(BsonValue value) => value switch
    {
        BsonDocument document => document.All(element => IsPlain(element.Value)),
        BsonArray array => array.All(IsPlain),
        BsonDouble number => double.IsFinite(number.Value) && number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture).IndexOfAny(['.', 'E', 'e']) >= 0,
        BsonInt64 number => number.Value is < int.MinValue or > int.MaxValue,
        BsonInt32 or BsonString or BsonBoolean or BsonNull => true,
        _ => false,
    };
}
