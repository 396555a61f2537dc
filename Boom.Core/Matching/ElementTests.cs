using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary><c>$elemMatch</c> with operators: one element of the array passes all of them.</summary>
sealed class ElementValueTest(ValueTest test) : ValueTest
{
    public ValueTest Test => test;

    public override bool TakesArraysWhole => true;

    public override bool Passes(in MatchValue value)
    {
        if (value.Type != BsonType.Array)
            return false;
        var reader = new BsonReader(value.Bytes);
        while (reader.Read())
        {
            if (test.Passes(new(reader.Type, reader.Value)))
                return true;
        }

        return false;
    }
}

/// <summary>
/// <c>$elemMatch</c> with paths: one element of the array is an object that satisfies the condition, or an array that does so by its indexes.
/// </summary>
sealed class ElementDocumentTest(MatchNode condition) : ValueTest
{
    public MatchNode Condition => condition;

    public override bool TakesArraysWhole => true;

    public override bool Passes(in MatchValue value)
    {
        if (value.Type != BsonType.Array)
            return false;
        var reader = new BsonReader(value.Bytes);
        while (reader.Read())
        {
            if (reader.Type is BsonType.Document or BsonType.Array && condition.Matches(reader.Value, default))
                return true;
        }

        return false;
    }
}
