using Boom.Core.Resilience;
using Boom.Messaging.Queues;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Connections that break in the middle of a claim.</content>
public abstract partial class LeasedQueueServerContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(40)]
    public async Task Claim_PayloadDoesNotCome_GivesItsMemoryAndItsMessagesBack(int failing)
    {
        var name = $"contract_faulty_{failing}_{Environment.ProcessId}";
        await CreateQueueAt(name).PushAsync(Numbered(0, 40, 1_000), None);
        var (connection, database) = FaultyDatabase.Wrap(Connection);
        var queue = new ValkeyQueue(connection, name, TimeProvider.System) { ServerClock = Clock };
        database.Fails = failing;

        await Assert.ThrowsAsync<TransientFaultException>(async () => await queue.ClaimAsync(40, Lease, None));
        using var again = await queue.ClaimAsync(40, Lease, None);

        Assert.Equal(Enumerable.Range(0, 40), NumbersOf(again));
        Assert.All(again, message => Assert.Equal(1, message.Attempt));
        await WaitUntilAsync(async () => await database.CountHeldAsync() == 0);
    }

    static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
    }
}
