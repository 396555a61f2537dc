using System.Buffers;
using Boom.Core.Plays;
using Boom.Simulation;
using Microsoft.Win32.SafeHandles;

namespace Boom.Cli.Bench;

/// <summary>A simulated night on disk, so that its making costs nothing while something is measured.</summary>
internal sealed class PacketPool : IPacketFeed, IDisposable
{
    readonly SafeFileHandle _file;
    readonly long[] _ends;

    PacketPool(SafeFileHandle file, long[] ends, SimulationOptions options)
    {
        _file = file;
        _ends = ends;
        Source = options.ToSource();
    }

    /// <summary>That of the night itself, whose packets these are.</summary>
    public string Source { get; }

    public long? Count => _ends.Length;

    public IReadOnlyList<string> Problems => [];

    /// <summary>Number of packets.</summary>
    public int Length => _ends.Length;

    /// <summary>Makes the night.</summary>
    public static PacketPool Create(string path, SimulationOptions options, CancellationToken cancellationToken)
    {
        var night = new SimulatedNight(options);
        var ends = new long[night.Count];
        var buffer = new ArrayBufferWriter<byte>(1 << 17);
        using (var stream = new FileStream(path, FileMode.Create, FileAccess.Write))
        {
            for (var i = 0; i < ends.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                buffer.ResetWrittenCount();
                night.Packet(i).WriteTo(buffer);
                stream.Write(buffer.WrittenSpan);
                ends[i] = stream.Position;
            }
        }

        return new PacketPool(File.OpenHandle(path), ends, options);
    }

    /// <summary>One packet, in an array of its own.</summary>
    public byte[] Packet(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        var packet = new byte[_ends[index] - start];
        RandomAccess.Read(_file, packet, start);
        return packet;
    }

    public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
    {
        for (var i = (int)first; i < Length; i++)
            yield return Packet(i);
    }

    public void Dispose() => _file.Dispose();
}
