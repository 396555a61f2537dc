using Boom.Core.Pipeline;
using Boom.Core.Simulation;

namespace Boom.Cli.Drill;

/// <summary>
/// A simulated night as brokers deliver them: some packets come twice, side by side, and some are cut short. What has to come of it is known.
/// </summary>
/// <param name="night">The night.</param>
internal sealed class DrillNight(SimulatedNight night) : IPacketFeed
{
    const int RepeatEvery = 37;
    const int DamagedEvery = 53;

    /// <summary>The night.</summary>
    public SimulatedNight Night => night;

    /// <inheritdoc/>
    public string Source => night.Options.ToSource();

    /// <inheritdoc/>
    public long? Count => Alerts + Repeats + Damaged;

    /// <inheritdoc/>
    public IReadOnlyList<string> Problems => [];

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <summary>Packets that bring an alert.</summary>
    public int Alerts => night.Count;

    /// <summary>Packets that bring an alert again.</summary>
    public int Repeats => night.Count / RepeatEvery;

    /// <summary>Packets that cannot be read.</summary>
    public int Damaged => night.Count / DamagedEvery;

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long first) => ReadAll().Skip((int)first);

    IEnumerable<ReadOnlyMemory<byte>> ReadAll()
    {
        for (var i = 0; i < night.Count; i++)
        {
            var packet = night.Packet(i).ToArray();
            yield return packet;
            if (i % RepeatEvery == RepeatEvery - 1)
                yield return packet;
            if (i % DamagedEvery == DamagedEvery - 1)
                yield return packet.AsMemory(0, packet.Length * 3 / 5);
        }
    }
}
