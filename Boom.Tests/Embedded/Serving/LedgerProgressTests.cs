using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Embedded.Serving;
using Boom.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Embedded.Serving;

public sealed class LedgerProgressTests
{
    const string Topic = "served";

    readonly MemoryLedger _ledger = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    ValueTask StoreAsync(params long[] offsets) => _ledger.RecordAsync(
        [.. offsets.Select(offset => new LedgerEntry(new PacketOrigin(Topic, 0, offset, 0), PacketOutcome.Stored))], Token);

    static async Task<long> NextAsync(LedgerProgress progress, long from)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var changed = progress.Changed;
            if (progress.NextOffset(Topic, 0) is var next && next != from)
                return next;
            await changed.WaitAsync(limit.Token);
        }
    }

    [Fact]
    public async Task NextOffset_PacketsAreAccountedFor_IsBehindTheFirstThatIsNot()
    {
        await using var progress = new LedgerProgress(_ledger, TimeProvider.System, NullLogger.Instance);
        await StoreAsync(0, 1, 2, 4);

        Assert.Equal(3, await NextAsync(progress, 0));
        await StoreAsync(3);
        Assert.Equal(5, await NextAsync(progress, 3));
    }

    [Fact]
    public async Task NextOffset_PacketsThatCannotBeHadAgain_AreNoReasonToWait()
    {
        await using var progress = new LedgerProgress(_ledger, TimeProvider.System, NullLogger.Instance);
        progress.PassOver(Topic, 0, 2);
        progress.PassOver(Topic, 0, 3);
        await StoreAsync(0, 1, 4);

        Assert.Equal(5, await NextAsync(progress, 0));
    }
}
