using Boom.Cli.Rendering;
using Boom.Core.Store;
using Boom.Embedded.Pipeline;
using Xunit;

namespace Boom.Tests.Cli.Rendering;

public sealed class RunViewTests
{
    [Fact]
    public void Update_SteadyWork_IsItsRatePerSecond()
    {
        var meter = new RateMeter();
        var rates = Array.Empty<double>();
        for (var second = 0; second <= 20; second++)
            rates = meter.Update(Status(second * 1000, done: second * 300));

        Assert.Equal([300.0], rates);
    }

    [Fact]
    public async Task Show_EveryFiveSeconds_IsOneLine()
    {
        using var output = new StringWriter { NewLine = "\n" };

        await new PlainRunView(output, TextWriter.Null).ShowAsync(show =>
        {
            for (var tenth = 0; tenth <= 100; tenth++)
                show(Status(1_000_000 + (tenth * 100), done: tenth * 20));
            return Task.CompletedTask;
        });

        var lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("alert worker 200 packets/s, 7 waiting", lines[1]);
    }

    [Fact]
    public async Task Show_StagesWait_SaysForWhatWhenItBeginsAndEveryMinute()
    {
        using var output = new StringWriter { NewLine = "\n" };

        await new PlainRunView(output, TextWriter.Null).ShowAsync(show =>
        {
            for (var second = 0; second <= 100; second++)
                show(Status(1_000_000 + (second * 1000), done: 0) with { Troubles = second < 20 ? [] : ["The schema 701 cannot be had."] });
            return Task.CompletedTask;
        });

        Assert.Equal(2, output.ToString().Split('\n').Count(line => line == "  waits: The schema 701 cannot be had."));
    }

    [Fact]
    public void Warn_TheSameAgainAndAgain_IsSaidOnce()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var view = new PlainRunView(TextWriter.Null, error);

        for (var i = 0; i < 5; i++)
            view.Warn("The disk is full.");

        Assert.Equal("The disk is full.\n", error.ToString());
    }

    [Fact]
    public void Warn_ManyDifferentOnes_EndsWithWhereTheRestIs()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var view = new PlainRunView(TextWriter.Null, error);

        for (var i = 0; i < 1000; i++)
            view.Warn($"Packet {i} is damaged.");

        Assert.Equal(21, error.ToString().TrimEnd().Split('\n').Length);
        Assert.EndsWith("More warnings are in boom.log in the data folder.\n", error.ToString());
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(0, 1, false)]
    public void IsIdle_PacketsOrMessagesOnTheirWay_IsFalse(int waitingPackets, int waitingMessages, bool idle)
    {
        var packets = new PacketAccount(waitingPackets, 0, 0, 0, 0, waitingPackets, 0);

        Assert.Equal(idle, new PipelineStatus(0, [new StageStatus("enricher", "alerts", 0, waitingMessages, null)], packets).IsIdle);
    }

    static PipelineStatus Status(long atMs, long done) =>
        new(atMs, [new StageStatus("alert worker", "packets", done, 7, null)], default);
}
