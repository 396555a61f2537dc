using Boom.Lab.Bench.Services;
using Xunit;

namespace Boom.Tests.Lab.Bench.Services;

public sealed class ProgramFiguresTests
{
    [Fact]
    public void Of_Looks_AreThoseOfTheMiddle()
    {
        var looks = new ProgramLooks();
        looks.NoteMemory(7);
        looks.NoteMemory(5);
        looks.Add(Look(0, 5, 0, 100, 100, 100), warmsUp: true);
        looks.Add(Look(1000, 6, 10, 200, 200, 200), warmsUp: true);
        looks.Add(Look(1100, 7, 11, 300, 300, 300), warmsUp: false);
        looks.Add(Look(1900, 9, 19, 332, 1132, 388), warmsUp: false);
        looks.Add(Look(2000, 20, 20, 999, 9999, 999), warmsUp: false);

        Assert.Equal(new ProgramFigures(2.5, 100, 4, 1.04, 11, 7), ProgramFigures.Of(ProgramKind.AlertWorker, looks));
    }

    static ProgramLook Look(double done, int cpuSeconds, int batches, int calls, int commands, int requests) => new(
        done,
        TimeSpan.FromSeconds(cpuSeconds),
        MetricsPage.Parse($"""
            alert_worker_batch_duration_seconds_count {batches}
            queue_calls_total {calls}
            queue_commands_total {commands}
            store_requests_total {requests}
            """));
}
