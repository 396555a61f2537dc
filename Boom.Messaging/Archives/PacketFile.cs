using System.IO.Compression;

namespace Boom.Messaging.Archives;

/// <summary>Reads files that are one packet each.</summary>
static class PacketFile
{
    /// <summary>The packet, or an empty array when its contents are not wanted.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">It is empty, too large for a packet, or no gzip although its name says so.</exception>
    public static byte[] Read(string path, bool contents)
    {
        using var file = File.OpenRead(path);
        if (PacketListing.KindOf(path) == PacketFileKind.CompressedPacket)
        {
            // Whether it is whole shows only when it is read, so it is read even to be counted.
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            return ReadToEnd(gzip);
        }

        if (file.Length > PacketSource.MaxPacketBytes)
            throw new InvalidDataException($"it has {file.Length} bytes; a packet has at most {PacketSource.MaxPacketBytes}.");
        if (file.Length == 0)
            throw new InvalidDataException("it is empty.");
        if (!contents)
            return [];
        var packet = new byte[file.Length];
        file.ReadExactly(packet);
        return packet;
    }

    static byte[] ReadToEnd(Stream stream)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (whole.Length + read > PacketSource.MaxPacketBytes)
                throw new InvalidDataException($"it inflates to more than {PacketSource.MaxPacketBytes} bytes.");
            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }
}
