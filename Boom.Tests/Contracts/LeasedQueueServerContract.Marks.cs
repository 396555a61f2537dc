using Boom.Core.Alerts;
using Boom.Core.Queues;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>How far consumers have read.</content>
public abstract partial class LeasedQueueServerContract
{
    static readonly ReadMark Mark = new("ztf_20260101_programid1~2", 3, new PacketMark(41, 1_767_225_600_000, ulong.MaxValue));

    [Fact]
    public async Task ReadMarks_NotedByAnotherProgram_AreTheLatestOfTheTopic()
    {
        var queue = CreateQueue();
        await ((IReadMarks)queue).NoteAsync([Mark with { Packet = new PacketMark(7, 0, 1) }, Mark with { Partition = 4 }], None);
        await ((IReadMarks)queue).NoteAsync([Mark, Mark with { Name = "ztf_20260102_programid1" }], None);

        var marks = await ((IReadMarks)CreateQueueAt(queue.Name)).ReadMarksAsync("ztf_20260101_programid1", None);

        Assert.Equal([Mark, Mark with { Partition = 4 }], marks.OrderBy(mark => mark.Partition));
    }

    [Fact]
    public async Task ReadMarks_NothingNotedOrNotReadable_AreNone()
    {
        var queue = CreateQueue();
        await Connection.GetDatabase().HashSetAsync(KeyOf(queue, "read:other"), 0, "2|who knows");

        Assert.Empty(await ((IReadMarks)queue).ReadMarksAsync("none", None));
        Assert.Empty(await ((IReadMarks)queue).ReadMarksAsync("other", None));
    }

    [Fact]
    public async Task Note_Marks_GoByThemselves()
    {
        var queue = CreateQueue();

        await ((IReadMarks)queue).NoteAsync([Mark], None);

        Assert.InRange((await Connection.GetDatabase().KeyTimeToLiveAsync(KeyOf(queue, "read:ztf_20260101_programid1")))!.Value, TimeSpan.FromDays(6), TimeSpan.FromDays(7));
    }
}
