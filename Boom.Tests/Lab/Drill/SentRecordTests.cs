using Boom.Core.Messages;
using Boom.FilterWorker.Filters;
using Boom.Lab.Drill;
using Boom.Tests.FilterWorker;
using Xunit;

namespace Boom.Tests.Lab.Drill;

public sealed class SentRecordTests
{
    [Fact]
    public async Task Read_ResultOfTwoFilters_NamesAlertAndFilters()
    {
        using var fixture = new FilterFixture();
        var message = await SendAsync(fixture);

        var record = SentRecord.Read(message.Value, isResult: true);

        Assert.Equal(message.Candid, record.Candid);
        Assert.Equal(["a", "b"], record.Filters.Order());
    }

    [Fact]
    public async Task Read_CutAnywhere_IsRefused()
    {
        using var fixture = new FilterFixture();
        var message = (await SendAsync(fixture)).Value;

        for (var length = 0; length < message.Length; length += 1 + (length / 50))
            Assert.Throws<InvalidDataException>(() => SentRecord.Read(message.AsSpan(0, length), isResult: true));
    }

    static async Task<OutgoingMessage> SendAsync(FilterFixture fixture)
    {
        foreach (var id in new[] { "a", "b" })
            await fixture.AddFilterAsync(id, _ => FilterVerdict.Yes(), 1, 2, 3);
        var candids = await fixture.AddAlertsAsync(1);
        await fixture.Start().ProcessAsync(FilterFixture.Batch(candids), TestContext.Current.CancellationToken);
        return Assert.Single(fixture.Sink.Messages);
    }
}
