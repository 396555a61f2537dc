using System.Buffers;
using Boom.Core.Plays;
using Boom.Simulation;

namespace Boom.Embedded.Plays;

/// <summary>The packets of a simulated night.</summary>
public sealed class SimulatedFeed(SimulationOptions options) : IPacketFeed
{
    readonly SimulatedNight _night = new(options);

    public string Source => options.ToSource();

    public long? Count => _night.Count;

    public IReadOnlyList<string> Problems => [];

    public bool IsSimulated => true;

    /// <summary>Topic in which the survey would publish the night.</summary>
    public string Topic => options.Topic;

    public TimeSpan? SentAfter(long number) => number < _night.Count ? _night.Packet((int)number).PublishAfter : null;

    public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 17);
        foreach (var packet in _night.Packets((int)Math.Min(first, _night.Count)))
        {
            buffer.ResetWrittenCount();
            packet.WriteTo(buffer);
            yield return buffer.WrittenMemory;
        }
    }
}
