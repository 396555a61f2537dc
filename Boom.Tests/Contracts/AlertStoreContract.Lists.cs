using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>Which alerts there are, and which of them wait for the enricher.</content>
public abstract partial class AlertStoreContract
{
    [Fact]
    public async Task ListCandidsAsync_Pages_AscendsByCandid()
    {
        Assert.Empty(await Reader.ListCandidsAsync(Survey.Ztf, AlertSpan.All, long.MinValue, 10, Token));
        await Store.WriteAsync(Batch(Alert(5), Alert(-3), Alert(9), Alert(7)), Token);

        Assert.Equal([-3, 5], await Reader.ListCandidsAsync(Survey.Ztf, AlertSpan.All, long.MinValue, 2, Token));
        Assert.Equal([7, 9], await Reader.ListCandidsAsync(Survey.Ztf, AlertSpan.All, 5, 10, Token));
        Assert.Empty(await Reader.ListCandidsAsync(Survey.Ztf, AlertSpan.All, long.MaxValue, 10, Token));
    }

    [Fact]
    public async Task ListCandidsAsync_Span_TakesItsTimesAndCandids()
    {
        await Store.WriteAsync(Batch(Alert(1, jd: 2461000.5), Alert(2, jd: 2461001.5), Alert(3, jd: 2461001.4), Alert(4, jd: 2461000.6), Alert(8, jd: 2461000.7)), Token);
        var span = new AlertSpan(2461000.5, 2461001.5, FirstCandid: 1, LastCandid: 4);

        Assert.Equal([1, 3, 4], await Reader.ListCandidsAsync(Survey.Ztf, span, long.MinValue, 10, Token));
        Assert.Equal([3], await Reader.ListCandidsAsync(Survey.Ztf, span, 1, 1, Token));
        Assert.Empty(await Reader.ListCandidsAsync(Survey.Ztf, span, 4, 10, Token));
    }

    [Fact]
    public async Task FindUnenrichedAsync_Pages_AscendsByCandid()
    {
        Assert.Empty(await Store.FindUnenrichedAsync(Survey.Ztf, 0, 10, Token));
        await Store.WriteAsync(Batch(Alert(5), Alert(3), Alert(9), Alert(7)), Token);
        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(7, new BsonDocument("x", 1).ToBson())], Token);
        Assert.Equal([3, 5], await Store.FindUnenrichedAsync(Survey.Ztf, 0, 2, Token));
        Assert.Equal([9], await Store.FindUnenrichedAsync(Survey.Ztf, 5, 2, Token));
    }
}
