using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>A test of one value that a path yields.</summary>
abstract class ValueTest
{
    /// <summary>Whether an array at the end of a path is tested as it is, without its elements.</summary>
    public virtual bool TakesArraysWhole => false;

    public abstract bool Passes(in MatchValue value);
}

sealed class NotTest(ValueTest inner) : ValueTest
{
    public ValueTest Inner => inner;

    public override bool Passes(in MatchValue value) => !inner.Passes(value);
}

sealed class AllTest(ValueTest[] tests) : ValueTest
{
    public ValueTest[] Tests => tests;

    public override bool Passes(in MatchValue value)
    {
        foreach (var test in tests)
        {
            if (!test.Passes(value))
                return false;
        }

        return true;
    }
}

/// <summary><c>$all: []</c>, which nothing satisfies.</summary>
sealed class NeverTest : ValueTest
{
    public override bool TakesArraysWhole => true;

    public override bool Passes(in MatchValue value) => false;
}

sealed class ExistsTest : ValueTest
{
    public override bool TakesArraysWhole => true;

    public override bool Passes(in MatchValue value) => !value.IsMissing;
}

/// <summary>The types of a set, one bit for each code below 32.</summary>
sealed class TypeTest(uint types) : ValueTest
{
    public uint Types => types;

    // A missing value has code 0, which no set holds.
    public override bool Passes(in MatchValue value) => (types >> (int)value.Type & 1) != 0;
}

/// <summary>An array of so many elements.</summary>
sealed class SizeTest(long size) : ValueTest
{
    public long Size => size;

    public override bool TakesArraysWhole => true;

    public override bool Passes(in MatchValue value)
    {
        if (value.Type != BsonType.Array)
            return false;
        var reader = new BsonReader(value.Bytes);
        var count = 0L;
        while (count <= size && reader.Read())
            count++;
        return count == size;
    }
}

/// <summary>A number that leaves the remainder after its fraction is cut off.</summary>
sealed class ModTest(long divisor, long remainder) : ValueTest
{
    public long Divisor => divisor;

    public long Remainder => remainder;

    // By −1 everything divides, and the smallest int64 divided by it would overflow.
    public override bool Passes(in MatchValue value)
        => value.IsNumber && NumberOrder.TryTruncate(value, out var whole) && (divisor == -1 ? 0 : whole % divisor) == remainder;
}
