using Boom.Core.Surveys;
using Boom.Simulation;

namespace Boom.Lab.Drill;

/// <summary>A packet of a <see cref="DrillNight"/>.</summary>
/// <param name="Alert">Number of its alert in the night, from 0.</param>
/// <param name="IsDamaged">Cut short: it cannot be read.</param>
internal readonly record struct DrillPacket(int Alert, bool IsDamaged);

/// <summary>
/// A simulated night as brokers deliver them: some packets come twice, side by side, and some are cut short. What has to come of it is known.
/// </summary>
internal sealed class DrillNight(SimulatedNight night)
{
    const int RepeatEvery = 37;
    const int DamagedEvery = 53;

    public SimulatedNight Night => night;

    public Survey Survey => night.Options.Survey;

    /// <summary>Packets that bring an alert.</summary>
    public int Alerts => night.Count;

    /// <summary>Packets that bring an alert again.</summary>
    public int Repeats => night.Count / RepeatEvery;

    public IReadOnlyList<DrillPacket> Packets { get; } = [.. List(night.Count)];

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
