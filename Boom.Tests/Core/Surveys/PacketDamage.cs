using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Core.Surveys;

/// <summary>Damaged packets by the thousand: each ends in alerts that can be mapped or in one fault, soon and without undue memory.</summary>
static class PacketDamage
{
    // The damage is the same each time; BOOM_FUZZ_ROUNDS asks for more of it.
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("BOOM_FUZZ_ROUNDS"), out var rounds) && rounds > 0 ? rounds : 800;

    // A decoded packet takes a few times its size; a claim of a length that is not there must not.
    const long MaximumBytesPerPacket = 64 << 20;

    /// <summary>Damages packets in every way there is, and lets a survey decode them.</summary>
    public static void Try(ISurvey survey, IReadOnlyList<byte[]> packets)
    {
        Try(survey, packets, FlipBits);
        Try(survey, packets, ChangeBytesBehindTheSchema);
        Try(survey, packets, (random, packet) => packet[..random.Next(packet.Length)]);
        Try(survey, packets, (random, packet) =>
        {
            var other = packets[random.Next(packets.Count)];
            return [.. packet[..random.Next(packet.Length)], .. other[random.Next(other.Length)..]];
        });
        Try(survey, packets, (random, packet) =>
        {
            random.NextBytes(packet.AsSpan(random.Next(5)));
            return packet;
        });
    }

    static byte[] FlipBits(Random random, byte[] packet)
    {
        for (var flips = random.Next(1, 20); flips > 0; flips--)
            packet[random.Next(packet.Length)] ^= (byte)(1 << random.Next(8));
        return packet;
    }

    static byte[] ChangeBytesBehindTheSchema(Random random, byte[] packet)
    {
        var start = packet.AsSpan().LastIndexOf("avro."u8);
        for (var flips = random.Next(1, 6); flips > 0; flips--)
            packet[random.Next(start, Math.Min(packet.Length, start + 24_000))] = (byte)random.Next(256);
        return packet;
    }

    static void Try(ISurvey survey, IReadOnlyList<byte[]> packets, Func<Random, byte[], byte[]> damage)
    {
        var random = new Random(20260101);
        var alerts = new List<ISurveyAlert>();
        var faults = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var packet = damage(random, [.. packets[random.Next(packets.Count)]]);
            alerts.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var decoding = survey.DecodeAsync(packet, alerts, default);
            Assert.True(decoding.IsCompletedSuccessfully);
            var fault = decoding.GetAwaiter().GetResult();
            foreach (var alert in alerts)
                StoredDocuments.Of(survey, alert);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.True(allocated < MaximumBytesPerPacket, $"round {round}: {allocated} bytes for a packet of {packet.Length}");
            Assert.True(fault is not null || alerts.Count > 0, $"round {round}: neither alert nor fault");
            faults += fault is null ? 0 : 1;
        }

        Assert.True(faults > Rounds / 20, $"only {faults} of {Rounds} damaged packets were faulty: the damage does not bite");
    }
}
