namespace Boom.Messaging.Archives;

/// <summary>How packets lie in a file.</summary>
enum PacketFileKind
{
    /// <summary>The file is a packet.</summary>
    Packet,

    /// <summary>The file is a packet, compressed by gzip.</summary>
    CompressedPacket,

    /// <summary>A tar archive of packets.</summary>
    Tar,

    /// <summary>A tar archive of packets, compressed by gzip.</summary>
    CompressedTar,
}
