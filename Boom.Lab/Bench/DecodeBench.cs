using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;

namespace Boom.Lab.Bench;

/// <summary>Packets in memory to typed alerts, on one thread.</summary>
internal static class DecodeBench
{
    const int PacketsInMemory = 500;
    const int Laps = 40;

    public static async Task<BenchMeasure> RunAsync(PacketPool pool, TimeProvider time)
    {
        byte[][] packets = [.. Enumerable.Range(0, Math.Min(PacketsInMemory, pool.Length)).Select(pool.Packet)];
        var decoder = new ZtfDecoder();
        Decode(decoder, packets);
        var meter = BenchMeter.Start(time);
        for (var lap = 0; lap < Laps; lap++)
            Decode(decoder, packets);
        return await meter.StopAsync(Laps * packets.Length);
    }

    static void Decode(ZtfDecoder decoder, byte[][] packets)
    {
        var alerts = new List<ISurveyAlert>(1);
        foreach (var packet in packets)
        {
            alerts.Clear();
            if (decoder.Decode(packet, alerts) is { } fault)
                throw new InvalidOperationException($"A simulated packet cannot be decoded: {fault.Detail}");
        }
    }
}
