using Boom.Core.Surveys;
using Boom.Lab.Bench.Visits;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Lab.Bench.Visits;

public sealed class VisitWatchTests
{
    [Fact]
    public void Note_SecondVisitComesBeforeTheFirstIsStored_BacklogHoldsBoth()
    {
        var time = new FakeTimeProvider();
        var watch = new VisitWatch(new VisitOptions(Survey.Lsst, 2, 100, TimeSpan.FromSeconds(10), 4), time);
        watch.Released();
        time.Advance(TimeSpan.FromSeconds(10));
        watch.Note(60, 0, 0);
        watch.Released();
        watch.Note(70, 0, 0);
        time.Advance(TimeSpan.FromSeconds(5));
        watch.Note(110, 0, 0);
        time.Advance(TimeSpan.FromSeconds(5));
        watch.Note(200, 0, 0);

        var visits = watch.ToFigures((200, 0), TimeSpan.Zero).Visits;

        Assert.Equal([(40L, TimeSpan.FromSeconds(15)), (130L, TimeSpan.FromSeconds(10))], visits.Select(visit => (visit.Backlog, visit.Stored!.Value)));
    }
}
