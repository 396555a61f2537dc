using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>A value that a condition names, with bytes of its own.</summary>
readonly record struct MatchOperand(BsonType Type, byte[] Bytes) : IComparable<MatchOperand>
{
    public MatchValue Value => new(Type, Bytes);

    public int CompareTo(MatchOperand other) => BsonOrder.Compare(Value, other.Value);
}
