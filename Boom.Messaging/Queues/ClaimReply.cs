using Boom.Core.Pipeline;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>What a claim answers, while what lies outside the envelopes is fetched.</summary>
/// <param name="capacity">Number of messages.</param>
/// <param name="headers">Shared headers known so far.</param>
sealed class ClaimReply(int capacity, SharedHeaders headers) : IDisposable
{
    // Enough to keep the connection busy, few enough that the client's pooled buffers go round.
    const int FetchesUnderWay = 16;

    readonly List<ClaimedMessage> _messages = new(capacity);
    readonly List<Part> _parts = new(capacity);
    readonly PacketArena _arena = new();

    /// <summary>Verdicts on messages of which the server has lost a part.</summary>
    public List<Settlement> Lost { get; } = [];

    /// <summary>Something must be fetched.</summary>
    public bool IsPartial => _parts.Count > 0;

    public void Add(long ticket, int attempt, byte[] envelope)
    {
        if (envelope.Length == 0)
        {
            Lost.Add(new Settlement(ticket, attempt, SettlementKind.Done));
            return;
        }

        if (!QueueEnvelope.TryDecode(envelope, out var content))
            content = new QueueEnvelopeContent(new QueueMessage(new PacketOrigin("", -1, -1, 0), null, envelope), 0, 0, 0);
        else if (!content.IsWhole)
            _parts.Add(new Part(_messages.Count, !QueueEnvelope.IsInline(content.PayloadLength), content.Header));
        _messages.Add(new ClaimedMessage(ticket, attempt, content.EnqueuedAtMs, content.Message));
    }

    /// <summary>Completes the messages that are not whole, several at a time.</summary>
    public async Task FetchAsync(IDatabaseAsync database, RedisKey payloads, RedisKey headerKey)
    {
        var calls = new Queue<Task<Lease<byte>?>>(FetchesUnderWay);
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

            var payload = _arena.Add(header, isOutside ? lease!.Span : claimed.Message.Payload.Span);
            _messages[place] = claimed with { Message = claimed.Message with { Payload = payload } };
        }

        foreach (var lost in Lost)
            _messages.RemoveAll(message => message.Ticket == lost.Ticket);
    }

    public ClaimedBatch ToBatch() => new(_messages, _arena);

    public void Dispose() => _arena.Dispose();

    async ValueTask<byte[]?> HeaderAsync(IDatabaseAsync database, RedisKey key, UInt128 id)
    {
        if (headers.TryGet(id, out var known))
            return known;
        byte[]? kept = await database.HashGetAsync(key, ValkeyQueue.NameOf(id));
        return kept is null ? null : headers.Learn(id, kept);
    }

    /// <summary>What a message lacks.</summary>
    readonly record struct Part(int Place, bool IsOutside, UInt128 Header);
}
