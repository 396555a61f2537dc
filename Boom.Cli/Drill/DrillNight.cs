using Boom.Simulation;

namespace Boom.Cli.Drill;

/// <summary>
/// A simulated night as brokers deliver them: some packets come twice, side by side, and some are cut short. What has to come of it is known.
/// </summary>
/// <param name="night">The night.</param>
internal sealed class DrillNight(SimulatedNight night)
{
    const int RepeatEvery = 37;
    const int DamagedEvery = 53;

    /// <summary>The night.</summary>
    public SimulatedNight Night => night;

    /// <summary>Packets that bring an alert.</summary>
    public int Alerts => night.Count;

    /// <summary>Packets that bring an alert again.</summary>
    public int Repeats => night.Count / RepeatEvery;

    /// <summary>Packets that cannot be read.</summary>
    public int Damaged => night.Count / DamagedEvery;

    /// <summary>All packets in the order in which they come.</summary>
    public IReadOnlyList<DrillPacket> Packets { get; } = [.. List(night.Count)];

    /// <summary>The bytes of a packet.</summary>
    public ReadOnlyMemory<byte> Read(DrillPacket packet)
    {
        var payload = night.Packet(packet.Alert).ToArray();
        return packet.IsDamaged ? payload.AsMemory(0, payload.Length * 3 / 5) : payload;
    }

    static IEnumerable<DrillPacket> List(int alerts)
    {
        for (var i = 0; i < alerts; i++)
        {
            yield return new DrillPacket(i, false);
            if (i % RepeatEvery == RepeatEvery - 1)
                yield return new DrillPacket(i, false);
            if (i % DamagedEvery == DamagedEvery - 1)
                yield return new DrillPacket(i, true);
        }
    }
}
