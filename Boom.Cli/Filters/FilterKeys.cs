using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Boom.Cli.Filters;

/// <summary>Keys of filters and their versions: UUIDs made of what they stand for and of the moment.</summary>
internal static class FilterKeys
{
    /// <summary>A UUID of version 8, always the same for the same words.</summary>
    public static string Of(DateTimeOffset now, params ReadOnlySpan<string> words)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, now.UtcTicks);
        hash.AppendData(number);
        foreach (var word in words)
        {
            // The length first: else "ab", "c" were "a", "bc".
            var bytes = Encoding.UTF8.GetBytes(word);
            BinaryPrimitives.WriteInt64LittleEndian(number, bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }

        var uuid = hash.GetHashAndReset().AsSpan(0, 16);
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x80);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return new Guid(uuid, bigEndian: true).ToString("D");
    }
}
