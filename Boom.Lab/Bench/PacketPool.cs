using System.Buffers;
using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Core.Queues;
using Boom.Embedded.Servers;
using Boom.Simulation;
using Microsoft.Win32.SafeHandles;

namespace Boom.Lab.Bench;

/// <summary>A simulated night on disk, so that its making costs nothing while something is measured.</summary>
internal sealed class PacketPool(SafeFileHandle file, long[] ends, SimulationOptions options) : IPacketFeed, IDisposable
{
    /// <summary>Partitions of every topic that the night is put in.</summary>
    public const int PartitionCount = EmbeddedBroker.PartitionCount;

    /// <summary>That of the night itself, whose packets these are.</summary>
    public string Source { get; } = options.ToSource();

    public long? Count => Length;

    public IReadOnlyList<string> Problems => [];

    public int Length => ends.Length;

    public static PacketPool Create(string path, SimulationOptions options, CancellationToken cancellationToken)
    {
        var night = new SimulatedNight(options);
        return Create(path, options, Enumerable.Range(0, night.Count).Select(i => night.Packet(i)), cancellationToken);
    }

    /// <summary>The first packet of each object of a night: every alert makes an object.</summary>
    public static PacketPool CreateOfNewObjects(string path, SimulationOptions options, CancellationToken cancellationToken)
    {
        var night = new SimulatedNight(options);
        var seen = new HashSet<int>();
        return Create(path, options, Enumerable.Range(0, night.Count).Select(i => night.Packet(i)).Where(packet => seen.Add(packet.ObjectOrdinal)), cancellationToken);
    }

    static PacketPool Create(string path, SimulationOptions options, IEnumerable<SimulatedPacket> packets, CancellationToken cancellationToken)
    {
        var ends = new List<long>();
        var buffer = new ArrayBufferWriter<byte>(1 << 17);
        using (var stream = new FileStream(path, FileMode.Create, FileAccess.Write))
        {
            foreach (var packet in packets)
            {
                cancellationToken.ThrowIfCancellationRequested();
                buffer.ResetWrittenCount();
                packet.WriteTo(buffer);
                stream.Write(buffer.WrittenSpan);
                ends.Add(stream.Position);
            }
        }

        return new PacketPool(File.OpenHandle(path), [.. ends], options);
    }

    /// <summary>One packet, in an array of its own.</summary>
    public byte[] Packet(int index)
    {
        var start = index == 0 ? 0 : ends[index - 1];
        var packet = new byte[ends[index] - start];
        RandomAccess.Read(file, packet, start);
        return packet;
    }

    /// <summary>Some packets as the consumer puts them in the queue.</summary>
    public IEnumerable<QueueMessage> Messages(string topic, int first, int end)
    {
        for (var i = first; i < end; i++)
            yield return new QueueMessage(new PacketOrigin(topic, i % PartitionCount, i / PartitionCount, 0), null, Packet(i));
    }

    public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
    {
        for (var i = (int)first; i < Length; i++)
            yield return Packet(i);
    }

    public void Dispose() => file.Dispose();
}
