using System.Text;
using Boom.Lab.Bench.Latency;
using Confluent.Kafka;
using Xunit;

namespace Boom.Tests.Lab.Bench.Latency;

public sealed class LatencyPartTests
{
    [Fact]
    public void Spread_OfAHundred_HasTheValuesThatSoManyDoNotExceed()
    {
        var spread = LatencySpread.Of(Enumerable.Range(1, 100).Select(value => (double)value).Reverse());

        Assert.Equal(new LatencySpread(50, 90, 99, 100), spread);
    }

    [Fact]
    public void Spread_OfNothing_IsNoNumber() => Assert.True(double.IsNaN(LatencySpread.Of([]).P50));

    [Fact]
    public void Lateness_PacketsAtTheirTimes_IsNone()
    {
        var part = Part(1000, 1010, 1020, 1030);

        Assert.Equal([0.0, 0, 0, 0], part.Lateness(100, Number));
    }

    [Fact]
    public void Lateness_APause_IsTold()
    {
        var part = Part(1000, 1010, 1510, 1520);

        Assert.Equal([0.0, 0, 490, 490], part.Lateness(100, Number));
    }

    [Fact]
    public void Lateness_PacketThatIsNotKnown_IsLeftOut() => Assert.Equal([0, null, 0.0], Part(1000, 1010, 1020).Lateness(100, message => message.Id == "8" ? null : Number(message)));

    [Fact]
    public void Read_AllStamps_AreTaken()
    {
        var message = SentMessage.Read(Record("1000", "1010", "1030", "1060", "1100"), 1200)!.Value;

        Assert.Equal([10.0, 20, 30, 40], SentMessage.Steps.Select(step => step.Milliseconds(message)));
        Assert.Equal((100, 100), (SentMessage.Whole.Milliseconds(message), SentMessage.Reading.Milliseconds(message)));
        Assert.Equal(("o", "t", "i"), (message.ObjectId, message.Topic, message.Id));
    }

    [Fact]
    public void Read_AStampIsMissing_IsNull() => Assert.Null(SentMessage.Read(Record("1000", null, "1030", "1060", "1100"), 1200));

    [Fact]
    public void Options_ShortRun_WarmsUpForHalfOfIt()
    {
        Assert.Equal(5, new LatencyOptions(10, TimeSpan.FromSeconds(1), 0, 1, null).WarmUp);
        Assert.Equal(5120, new LatencyOptions(256, TimeSpan.FromMinutes(1), 0, 1, null).WarmUp);
    }

    static int? Number(SentMessage message) => int.Parse(message.Id, System.Globalization.CultureInfo.InvariantCulture);

    static LatencyPart Part(params long[] received) => new(
        7, received.Length, received[0], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), received.Length,
        [.. received.Select((at, i) => new SentMessage((7 + i).ToString(System.Globalization.CultureInfo.InvariantCulture), "o", "t", at, at, at, at, at, at))]);

    static ConsumeResult<string, Ignore> Record(params string?[] stamps)
    {
        string[] names = ["boom-received-at", "boom-stored-at", "boom-enriched-at", "boom-filtered-at", "boom-sent-at"];
        var headers = new Headers { { "boom-message-id", Encoding.ASCII.GetBytes("i") } };
        for (var i = 0; i < names.Length; i++)
        {
            if (stamps[i] is { } stamp)
                headers.Add(names[i], Encoding.ASCII.GetBytes(stamp));
        }

        return new ConsumeResult<string, Ignore> { Topic = "t", Message = new Message<string, Ignore> { Key = "o", Headers = headers } };
    }
}
