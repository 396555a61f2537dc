using Boom.Core.Bson;
using Boom.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

public sealed class ObjectChangeTests
{
    [Theory]
    [InlineData("{ _id: 'a', p: [{ jd: 1 }], u: 1 }", "{ _id: 'a', p: [{ jd: 1 }], u: 2, version: 1 }", "{ $set: { u: 2, version: 1 } }", "{ _id: 'a', version: null }")]
    [InlineData(
        "{ _id: 'a', p: [], version: 3 }", "{ _id: 'a', p: [{ jd: 1 }], version: 4 }",
        "{ $set: { version: 4 }, $push: { p: { $each: [{ jd: 1 }] } } }", "{ _id: 'a', version: 3, p: { $size: 0 } }")]
    [InlineData(
        "{ _id: 'a', p: [{ jd: 1 }, { jd: 2 }], version: 3 }",
        "{ _id: 'a', p: [{ jd: 1 }, { jd: 2 }, { jd: 3 }, { jd: 4 }], version: 4 }",
        "{ $set: { version: 4 }, $push: { p: { $each: [{ jd: 3 }, { jd: 4 }] } } }", "{ _id: 'a', version: 3, p: { $size: 2 } }")]
    [InlineData(
        "{ _id: 'a', p: [{ jd: 2 }], version: 3 }", "{ _id: 'a', p: [{ jd: 1 }, { jd: 2 }], version: 4 }",
        "{ $set: { version: 4 }, $push: { p: { $each: [{ jd: 1 }], $sort: { jd: 1 } } } }", "{ _id: 'a', version: 3, p: { $size: 1 } }")]
    [InlineData(
        "{ _id: 'a', p: [{ jd: 2, x: 1 }, { jd: 3 }], version: 3 }", "{ _id: 'a', p: [{ jd: 2, x: 2 }, { jd: 3 }, { jd: 4 }], version: 4 }",
        "{ $set: { p: [{ jd: 2, x: 2 }, { jd: 3 }, { jd: 4 }], version: 4 } }", "{ _id: 'a', version: 3, p: { $size: 2 } }")]
    [InlineData(
        "{ _id: 'a', p: [{ jd: 1 }, { jd: 2 }], boom: { pages: { p: 1 }, bytes: 9 }, version: 3 }",
        "{ _id: 'a', p: [{ jd: 2 }], boom: { pages: { p: 2 }, bytes: 9, more: 1 }, version: 4 }",
        "{ $set: { p: [{ jd: 2 }], 'boom.pages': { p: 2 }, 'boom.more': 1, version: 4 } }", "{ _id: 'a', version: 3, p: { $size: 2 } }")]
    public void Of_StoredObject_CarriesWhatDiffersOnWhatWasRead(string stored, string merged, string expected, string filter)
        => AssertChange(stored, merged, [], expected, filter);

    [Theory]
    [InlineData("[{ jd: 3 }, { jd: 4 }]", 2, "{ $set: { version: 4 }, $push: { p: { $each: [{ jd: 4 }], $slice: -2 } } }")]
    [InlineData("[{ jd: 3 }]", 2, "{ $set: { version: 4 }, $push: { p: { $each: [], $slice: -1 } } }")]
    [InlineData("[]", 3, "{ $set: { version: 4 }, $push: { p: { $each: [], $slice: 0 } } }")]
    [InlineData("[{ jd: 2.5 }, { jd: 3 }]", 2, "{ $set: { version: 4 }, $push: { p: { $each: [{ jd: 2.5 }], $sort: { jd: 1 }, $slice: -2 } } }")]
    [InlineData("[{ jd: 3, x: 1 }]", 2, "{ $set: { p: [{ jd: 3, x: 1 }], version: 4 } }")]
    public void Of_OldestPointsLeave_TheyAreCutOff(string merged, int left, string expected) => AssertChange(
        "{ _id: 'a', p: [{ jd: 1 }, { jd: 2 }, { jd: 3 }], version: 3 }", $"{{ _id: 'a', p: {merged}, version: 4 }}", [("p"u8.ToArray(), left)],
        expected, "{ _id: 'a', version: 3, p: { $size: 3 } }");

    static void AssertChange(string stored, string merged, IReadOnlyList<(byte[], int)> left, string expected, string filter)
    {
        using var writer = new BsonWriter();
        var change = new PendingObject("a") { Stored = BsonDocument.Parse(stored).ToBson(), Merged = BsonDocument.Parse(merged).ToBson(), LeftPoints = left };
        var update = Assert.IsType<UpdateOneModel<EncodedDocument>>(ObjectChange.Of(change, writer));
        var arguments = new RenderArgs<EncodedDocument>(BsonSerializer.LookupSerializer<EncodedDocument>(), BsonSerializer.SerializerRegistry);
        Assert.Equal(BsonDocument.Parse(expected), update.Update.Render(arguments).AsBsonDocument);
        Assert.Equal(BsonDocument.Parse(filter), update.Filter.Render(arguments));
        Assert.True(update.IsUpsert);
    }
}
