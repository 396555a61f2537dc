using System.Globalization;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <content>How far consumers have read: a hash per topic, with a field per partition.</content>
public sealed partial class ValkeyQueue : IReadMarks
{
    const char MarkSeparator = '|';

    /// <summary>As long as a broker keeps packets; the topics of past nights go by themselves.</summary>
    static readonly TimeSpan MarksKept = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public async ValueTask NoteAsync(IReadOnlyList<ReadMark> marks, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var database = connection.GetDatabase();
        var sent = new List<Task>();
        foreach (var topic in marks.GroupBy(mark => TopicIncarnation.TopicOf(mark.Name)))
        {
            sent.Add(database.HashSetAsync(MarksOf(topic.Key), [.. topic.Select(mark => new HashEntry(mark.Partition, Encode(mark)))]));
            sent.Add(database.KeyExpireAsync(MarksOf(topic.Key), MarksKept));
        }

        await ServedAsync(Task.WhenAll(sent));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ReadMark>> ReadMarksAsync(string topic, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fields = await ServedAsync(connection.GetDatabase().HashGetAllAsync(MarksOf(topic)));
        return [.. fields.Select(field => Decode((int)field.Name, (string?)field.Value ?? "")).OfType<ReadMark>()];
    }

    RedisKey MarksOf(string topic) => $"{{{Name}}}:read:{topic}";

    static string Encode(ReadMark mark) =>
        string.Create(CultureInfo.InvariantCulture, $"{mark.Packet.Offset}|{mark.Packet.TimestampMs}|{mark.Packet.Fingerprint}|{mark.Name}");

    // Null for what another version has written.
    static ReadMark? Decode(int partition, string text) =>
        text.Split(MarkSeparator, 4) is [var offset, var timestamp, var fingerprint, var name]
        && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
        && ulong.TryParse(fingerprint, NumberStyles.None, CultureInfo.InvariantCulture, out var print)
            ? new ReadMark(name, partition, new PacketMark(at, ms, print))
            : null;
}
