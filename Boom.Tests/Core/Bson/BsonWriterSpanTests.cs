using Boom.Core.Bson;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Bson;

public sealed class BsonWriterSpanTests
{
    // The element x, of value true.
    static readonly byte[] _element = [8, (byte)'x', 0, 1];

    [Theory]
    [InlineData(4)]
    [InlineData(3_000_000)]
    public void Advance_ElementsOfSomebodyElse_AreInTheDocument(int size)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        writer.Int32("a"u8, 1);
        var inner = writer.BeginDocument("inner"u8);
        var span = writer.GetSpan(size);
        _element.CopyTo(span);
        writer.Advance(_element.Length);
        writer.End(inner);
        writer.Int32("b"u8, 2);

        Assert.True(span.Length >= size);
        Assert.Equal(
            new BsonDocument { ["a"] = 1, ["inner"] = new BsonDocument("x", true), ["b"] = 2 },
            BsonSerializer.Deserialize<BsonDocument>(writer.EndRoot().ToArray()));
    }

    [Fact]
    public void Advance_BeyondTheRoomThatThereIs_IsRefused()
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var room = writer.GetSpan(1).Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(room + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(-1));
    }
}
