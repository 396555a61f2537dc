using System.Diagnostics.Metrics;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Xunit;

namespace Boom.Tests.Core.Telemetry;

public sealed class ActiveWorkerTests
{
    [Fact]
    public void Worker_StartedAgain_HasTheSameTags()
    {
        using var meter = new Meter("active-worker-test");
        var counter = meter.CreateUpDownCounter<int>("workers");
        var seen = new List<(int Change, string Tags)>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => EnableOwn(instrument, self, meter) };
        listener.SetMeasurementEventCallback<int>((_, change, tags, _) => seen.Add((change, string.Join(' ', tags.ToArray()))));
        listener.Start();

        for (var start = 0; start < 2; start++)
        {
            using var worker = new ActiveWorker(counter, Survey.Ztf, 3);
        }

        const string tags = "[survey, ZTF] [worker.id, 3]";
        Assert.Equal([(1, tags), (-1, tags), (1, tags), (-1, tags)], seen);
    }

    static void EnableOwn(Instrument instrument, MeterListener listener, Meter meter)
    {
        if (instrument.Meter == meter)
            listener.EnableMeasurementEvents(instrument);
    }
}
