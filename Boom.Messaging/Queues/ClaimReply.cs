using Boom.Core.Alerts;
using Boom.Core.Queues;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>What a claim answers, while what lies outside the envelopes is fetched.</summary>
/// <param name="answer">Ticket, attempt, time and envelope for each message.</param>
/// <param name="headers">Shared headers known so far.</param>
/// <param name="arena">Takes the payloads.</param>
sealed class ClaimReply(RedisResult[] answer, SharedHeaders headers, PacketArena arena) : IDisposable
{
    const int Fields = 4;

    // Enough to keep the connection busy, few enough that the client's pooled buffers go round.
    const int FetchesUnderWay = 8;

    readonly List<ClaimedMessage> _messages = new(answer.Length / Fields);

    // What the messages lack that are not whole.
    readonly List<(int Place, bool IsOutside, UInt128 Header)> _parts = new(answer.Length / Fields);

    /// <summary>Verdicts on messages of which the server has lost a part.</summary>
    public List<Settlement> Lost { get; } = [];

    public bool IsPartial => _parts.Count > 0;

    public void Read()
    {
        for (var i = 0; i + Fields <= answer.Length; i += Fields)
            Add((long)answer[i], (int)answer[i + 1], (long)(double)answer[i + 2], (byte[]?)answer[i + 3] ?? []);
    }

    /// <summary>Gives all that was claimed back.</summary>
    public Settlement[] Release() =>
        [.. answer.Chunk(Fields).Select(message => new Settlement((long)message[0], (int)message[1], SettlementKind.Release))];

    /// <summary>Completes the messages that are not whole, several at a time.</summary>
    public async Task FetchAsync(IDatabaseAsync database, RedisKey payloads, RedisKey headerKey)
    {
        var calls = new Queue<Task<Lease<byte>?>>(FetchesUnderWay);
        try
        {
            await FetchAsync(calls, database, payloads, headerKey);
        }
        finally
        {
            foreach (var call in calls)
                _ = DropAsync(call);
        }

        if (Lost.Count == 0)
            return;
        var lost = Lost.ConvertAll(settlement => settlement.Ticket).ToHashSet();
        _messages.RemoveAll(message => lost.Contains(message.Ticket));
    }

    public ClaimedBatch ToBatch() => new(_messages, arena);

    public void Dispose() => arena.Dispose();

    async Task FetchAsync(Queue<Task<Lease<byte>?>> calls, IDatabaseAsync database, RedisKey payloads, RedisKey headerKey)
    {
        var asked = 0;
        foreach (var (place, isOutside, headerId) in _parts)
        {
            for (; asked < _parts.Count && calls.Count < FetchesUnderWay; asked++)
            {
                if (_parts[asked].IsOutside)
                    calls.Enqueue(database.HashGetLeaseAsync(payloads, ValkeyQueue.FieldOf(_messages[_parts[asked].Place].Message.Origin)));
            }

            var claimed = _messages[place];
            using var lease = isOutside ? await calls.Dequeue() : null;
            var header = headerId == 0 ? [] : await HeaderAsync(database, headerKey, headerId);
            if (header is null || (isOutside && lease is null))
            {
                Lost.Add(new Settlement(claimed.Ticket, claimed.Attempt, SettlementKind.Done));
                continue;
            }

            var payload = arena.Add(header, isOutside ? lease!.Span : claimed.Message.Payload.Span);
            _messages[place] = claimed with { Message = claimed.Message with { Payload = payload } };
        }
    }

    void Add(long ticket, int attempt, long enqueuedAtMs, byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            Lost.Add(new Settlement(ticket, attempt, SettlementKind.Done));
            return;
        }

        if (!QueueEnvelope.TryDecode(bytes, out var envelope))
            envelope = new QueueEnvelope(new QueueMessage(new PacketOrigin("", -1, -1, 0), null, bytes), 0, 0, 0);
        else if (!envelope.IsWhole)
            _parts.Add((_messages.Count, !QueueEnvelope.IsInline(envelope.PayloadLength), envelope.Header));
        _messages.Add(new ClaimedMessage(ticket, attempt, enqueuedAtMs, envelope.Message));
    }

    async ValueTask<byte[]?> HeaderAsync(IDatabaseAsync database, RedisKey key, UInt128 id)
    {
        if (headers.TryGet(id, out var known))
            return known;
        byte[]? kept = await database.HashGetAsync(key, ValkeyQueue.NameOf(id));
        return kept is null ? null : headers.Learn(id, kept);
    }

    // An answer that nobody waits for any more still holds a buffer of the pool.
    static async Task DropAsync(Task<Lease<byte>?> call)
    {
        try
        {
            (await call)?.Dispose();
        }
        catch (Exception)
        {
            // The first fault is told.
        }
    }
}
