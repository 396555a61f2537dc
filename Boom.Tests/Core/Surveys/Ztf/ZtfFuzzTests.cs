using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Simulation;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Surveys.Ztf;

/// <summary>Damaged packets by the thousand: each ends in alerts or in one fault, soon and without undue memory.</summary>
public sealed class ZtfFuzzTests
{
    // The damage is the same each time; BOOM_FUZZ_ROUNDS asks for more of it.
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("BOOM_FUZZ_ROUNDS"), out var rounds) && rounds > 0 ? rounds : 800;

    // A decoded packet takes a few times its size; a claim of a length that is not there must not.
    const long MaximumBytesPerPacket = 64 << 20;

    [Fact]
    public void Decode_FlippedBits_EndsInAlertsOrFault() => Fuzz((random, packet) =>
    {
        for (var flips = random.Next(1, 20); flips > 0; flips--)
            packet[random.Next(packet.Length)] ^= (byte)(1 << random.Next(8));
        return packet;
    });

    [Fact]
    public void Decode_FlippedBitsBehindTheSchema_EndsInAlertsOrFault() => Fuzz((random, packet) =>
    {
        var start = packet.AsSpan().LastIndexOf("avro."u8);
        for (var flips = random.Next(1, 6); flips > 0; flips--)
            packet[random.Next(start, Math.Min(packet.Length, start + 40_000))] = (byte)random.Next(256);
        return packet;
    });

    [Fact]
    public void Decode_Truncations_EndInFault() => Fuzz((random, packet) => packet[..random.Next(packet.Length)]);

    [Fact]
    public void Decode_SplicedPackets_EndInAlertsOrFault()
    {
        var packets = Packets();
        Fuzz((random, packet) =>
        {
            var other = packets[random.Next(packets.Count)];
            return [.. packet[..random.Next(packet.Length)], .. other[random.Next(other.Length)..]];
        });
    }

    [Fact]
    public void Decode_Noise_EndsInFault() => Fuzz((random, packet) =>
    {
        random.NextBytes(packet.AsSpan(random.Next(5)));
        return packet;
    });

    static void Fuzz(Func<Random, byte[], byte[]> damage)
    {
        var packets = Packets();
        var decoder = new ZtfDecoder();
        var random = new Random(20260101);
        var alerts = new List<ISurveyAlert>();
        int faults = 0, sound = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var packet = damage(random, [.. packets[random.Next(packets.Count)]]);
            alerts.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var fault = decoder.Decode(packet, alerts);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.True(allocated < MaximumBytesPerPacket, $"round {round}: {allocated} bytes for a packet of {packet.Length}");
            Assert.True(fault is not null || alerts.Count > 0, $"round {round}: neither alert nor fault");
            faults += fault is null ? 0 : 1;
            sound += alerts.Count;
        }

        Assert.True(faults > Rounds / 20, $"only {faults} of {Rounds} damaged packets were faulty: the damage does not bite");
        Assert.True(sound + faults >= Rounds);
    }

    static List<byte[]> Packets()
    {
        var packets = new SimulatedNight(new SimulationOptions { Alerts = 12 }).Packets().Select(p => p.ToArray()).ToList();
        if (TestData.Folder is not null)
            packets.AddRange(TestData.ZtfPackets().Where((_, i) => i % 40 == 0).Select(File.ReadAllBytes));
        return packets;
    }
}
