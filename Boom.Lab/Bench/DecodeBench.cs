using Boom.Core.Surveys;

namespace Boom.Lab.Bench;

/// <summary>Packets in memory to typed alerts, on one thread.</summary>
internal static class DecodeBench
{
    const int PacketsInMemory = 500;
    const int Laps = 40;

    public static async Task<BenchMeasure> RunAsync(PacketPool pool, Survey key, TimeProvider time)
    {
        byte[][] packets = [.. Enumerable.Range(0, Math.Min(PacketsInMemory, pool.Length)).Select(pool.Packet)];
        var survey = SurveyCatalog.Default[key];
        await DecodeAsync(survey, packets);
        var meter = BenchMeter.Start(time);
        for (var lap = 0; lap < Laps; lap++)
            await DecodeAsync(survey, packets);
        return await meter.StopAsync(Laps * packets.Length);
    }

    static async ValueTask DecodeAsync(ISurvey survey, byte[][] packets)
    {
        var alerts = new List<ISurveyAlert>(1);
        foreach (var packet in packets)
        {
            alerts.Clear();
            if (await survey.DecodeAsync(packet, alerts, CancellationToken.None) is { } fault)
                throw new InvalidOperationException($"A simulated packet cannot be decoded: {fault.Detail}");
        }
    }
}
