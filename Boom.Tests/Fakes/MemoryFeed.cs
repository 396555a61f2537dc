using System.Globalization;
using System.Text;
using Boom.Core.Plays;

namespace Boom.Tests.Fakes;

/// <summary>Packets whose text is their number, padded to a size.</summary>
sealed class MemoryFeed(string source, int count, int packetBytes = 64) : IPacketFeed
{
    public string Source => source;

    public long? Count => count;

    public IReadOnlyList<string> Problems => [];

    public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
    {
        for (var number = first; number < count; number++)
            yield return Encoding.ASCII.GetBytes($"{source}:{number}".PadRight(packetBytes));
    }

    public static int NumberOf(ReadOnlyMemory<byte> packet)
    {
        var text = Encoding.ASCII.GetString(packet.Span);
        return int.Parse(text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), CultureInfo.InvariantCulture);
    }
}
