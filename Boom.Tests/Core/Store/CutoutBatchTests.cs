using Boom.Core.Store;
using Xunit;

namespace Boom.Tests.Core.Store;

public sealed class CutoutBatchTests
{
    [Fact]
    public void Indexer_AbsentDamagedAndWhole_AreToldApart()
    {
        using var batch = new CutoutBatch();
        var memory = batch.Reserve(3);
        "abc"u8.CopyTo(memory.Span);
        batch.Add(1, memory);
        batch.Add(2, null);

        Assert.Equal("abc"u8.ToArray(), batch[1]!.Value.ToArray());
        Assert.Null(batch[2]);
        Assert.True(batch[3] is { IsEmpty: true });
        Assert.Equal([1, 2], batch.Candids.Order());
    }

    [Fact]
    public void Add_FromManyThreads_EachDocumentStaysAsItWas()
    {
        using var batch = new CutoutBatch();
        Parallel.For(0, 500, candid =>
        {
            var document = batch.Reserve(1 + (candid * 37 % 20_000));
            document.Span.Fill((byte)candid);
            batch.Add(candid, document);
        });

        Assert.Equal(500, batch.Candids.Count);
        Assert.All(batch.Candids, candid => Assert.Equal(-1, batch[candid]!.Value.Span.IndexOfAnyExcept((byte)candid)));
    }
}
