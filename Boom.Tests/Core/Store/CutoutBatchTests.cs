using Boom.Core.Bson;
using Boom.Core.Store;
using Xunit;

namespace Boom.Tests.Core.Store;

public sealed class CutoutBatchTests
{
    [Fact]
    public void Indexer_AbsentDamagedAndWhole_AreToldApart()
    {
        using var batch = new CutoutBatch();
        var document = DocumentOf(3, 7);
        var memory = batch.Reserve(document.Length);
        document.CopyTo(memory);
        batch.Add(1, memory);
        batch.Add(2, null);
        batch.Add(3, "no document"u8.ToArray());

        Assert.Equal(document, batch[1]!.Value.ToArray());
        Assert.Null(batch[2]);
        Assert.Null(batch[3]);
        Assert.True(batch[4] is { IsEmpty: true });
        Assert.Equal([1, 2, 3], batch.Candids.Order());
    }

    [Fact]
    public void Add_FromManyThreads_EachDocumentStaysAsItWas()
    {
        using var batch = new CutoutBatch();
        Parallel.For(0, 500, candid =>
        {
            var document = DocumentOf(1 + (candid * 37 % 20_000), (byte)candid);
            var memory = batch.Reserve(document.Length);
            document.CopyTo(memory);
            batch.Add(candid, memory);
        });

        Assert.Equal(500, batch.Candids.Count);
        Assert.All(batch.Candids, candid => Assert.Equal(-1, ImageOf(batch[candid]!.Value.Span).IndexOfAnyExcept((byte)candid)));
    }

    static byte[] DocumentOf(int length, byte value)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var image = new byte[length];
        image.AsSpan().Fill(value);
        writer.Binary("cutoutScience"u8, image);
        return writer.EndRoot().ToArray();
    }

    static ReadOnlySpan<byte> ImageOf(ReadOnlySpan<byte> document)
    {
        var reader = new BsonReader(document);
        Assert.True(reader.Find("cutoutScience"u8));
        return reader.AsBinary();
    }
}
