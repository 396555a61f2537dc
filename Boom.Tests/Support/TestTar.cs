using System.Formats.Tar;
using System.Text;

namespace Boom.Tests.Support;

/// <summary>Small tar archives.</summary>
static class TestTar
{
    /// <summary>An archive of these entries; the contents are text behind the mark of an Avro container.</summary>
    public static byte[] Of(params (string Name, string Text)[] entries) =>
        OfBytes([.. entries.Select(entry => (entry.Name, Packet(entry.Text)))]);

    /// <summary>An archive of these entries.</summary>
    public static byte[] OfBytes(params (string Name, byte[] Contents)[] entries)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, contents) in entries)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(contents) });
        }

        return stream.ToArray();
    }

    /// <summary>What looks like a packet.</summary>
    public static byte[] Packet(string text) => Encoding.ASCII.GetBytes($"Obj\u0001{text}");

    /// <summary>The text of what <see cref="Packet"/> made.</summary>
    public static string TextOf(ReadOnlyMemory<byte> packet) => Encoding.ASCII.GetString(packet.Span)[4..];

    /// <summary>Gives the entry whose header is at an offset another type, and its header the right checksum.</summary>
    public static void SetType(byte[] archive, int headerAt, char type)
    {
        var header = archive.AsSpan(headerAt, 512);
        header[156] = (byte)type;
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header)
            sum += value;
        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(header[148..]);
    }
}
