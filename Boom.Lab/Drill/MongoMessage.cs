using System.Buffers.Binary;
using System.Net.Sockets;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Lab.Drill;

/// <summary>A message of MongoDB's wire protocol that holds one document: OP_MSG, or the OP_QUERY and OP_REPLY of a first hello.</summary>
internal sealed class MongoMessage(byte[] bytes)
{
    const int HeaderBytes = 16;
    const int LongestMessage = 64 << 20;
    const int Reply = 1;
    const int Query = 2004;
    const int Message = 2013;
    const int MoreToCome = 2;

    public byte[] Bytes => bytes;

    /// <summary>Another one follows without being asked for.</summary>
    public bool IsFollowed => OpCode == Message && (Number(HeaderBytes) & MoreToCome) != 0;

    /// <summary>The document; null when the message is of another kind.</summary>
    public BsonDocument? Document => DocumentAt is { } at ? BsonSerializer.Deserialize<BsonDocument>(bytes.AsSpan(at, Number(at)).ToArray()) : null;

    int OpCode => Number(12);

    int? DocumentAt => OpCode switch
    {
        Reply => HeaderBytes + 20,
        Query => Array.IndexOf(bytes, (byte)0, HeaderBytes + 4) + 9,
        Message when bytes[HeaderBytes + 4] == 0 => HeaderBytes + 5,
        _ => null,
    };

    /// <summary>Reads one; null when the other side has closed.</summary>
    public static async Task<MongoMessage?> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        if (!await FillAsync(socket, header, cancellationToken))
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < HeaderBytes or > LongestMessage)
            return null;
        var bytes = new byte[length];
        header.CopyTo(bytes, 0);
        return await FillAsync(socket, bytes.AsMemory(HeaderBytes), cancellationToken) ? new MongoMessage(bytes) : null;
    }

    /// <summary>The answer to this one.</summary>
    public MongoMessage Answer(BsonDocument document)
    {
        var body = document.ToBson();
        var isQuery = OpCode == Query;
        var answer = new byte[HeaderBytes + (isQuery ? 20 : 5) + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(answer, answer.Length);
        BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(8), Number(4));
        BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(12), isQuery ? Reply : Message);
        if (isQuery)
            BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(HeaderBytes + 16), 1);
        body.CopyTo(answer, answer.Length - body.Length);
        return new MongoMessage(answer);
    }

    static async Task<bool> FillAsync(Socket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (buffer.Length > 0)
        {
            var count = await socket.ReceiveAsync(buffer, cancellationToken);
            if (count == 0)
                return false;
            buffer = buffer[count..];
        }

        return true;
    }

    int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
}
