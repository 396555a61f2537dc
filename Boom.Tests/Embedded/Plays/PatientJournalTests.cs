using Boom.Core.Plays;
using Boom.Core.Resilience;
using Boom.Embedded.Plays;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Embedded.Plays;

public sealed class PatientJournalTests
{
    [Fact]
    public async Task AdvancePlayAsync_StoreAwayForAWhile_IsWrittenInTheEnd()
    {
        var time = new FakeTimeProvider();
        var store = new FailingJournal(failures: 3);
        var warnings = new List<string>();
        using var never = new CancellationTokenSource();

        var advancing = new PatientJournal(store, time, warnings.Add).AdvancePlayAsync(1, 5, false, never.Token).AsTask();
        while (!advancing.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await advancing;
        Assert.Equal(5, store.Published);
        Assert.Equal(["full", "full", "full"], warnings);
    }

    [Fact]
    public async Task AdvancePlayAsync_OnTheWayOut_IsTriedOnce()
    {
        var journal = new PatientJournal(new FailingJournal(failures: 1), new FakeTimeProvider(), _ => { });

        await Assert.ThrowsAsync<TransientFaultException>(async () => await journal.AdvancePlayAsync(1, 5, false, CancellationToken.None));
    }

    sealed class FailingJournal(int failures) : IPlayJournal
    {
        public long Published { get; private set; }

        public ValueTask<IReadOnlyList<Play>> ReadPlaysAsync(CancellationToken cancellationToken) => new([]);

        public ValueTask<Play> BeginPlayAsync(string topic, int partitionCount, string source, CancellationToken cancellationToken) =>
            new(new Play(1, topic, partitionCount, source, 0, 0, false));

        public ValueTask AdvancePlayAsync(long id, long published, bool finished, CancellationToken cancellationToken)
        {
            if (failures-- > 0)
                throw new TransientFaultException("full");
            Published = published;
            return ValueTask.CompletedTask;
        }

        public ValueTask NotePacketsAsync(long id, NotedPackets packets, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<NotedPackets>> ReadPacketsAsync(long id, CancellationToken cancellationToken) => new([]);
    }
}
