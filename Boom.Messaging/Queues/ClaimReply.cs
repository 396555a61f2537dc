using Boom.Core.Pipeline;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>What a claim answers, while the large payloads are fetched.</summary>
/// <param name="capacity">Number of messages.</param>
sealed class ClaimReply(int capacity) : IDisposable
{
    // Enough to keep the connection busy, few enough that the client's pooled buffers go round.
    const int FetchesUnderWay = 16;

    readonly List<ClaimedMessage> _messages = new(capacity);
    readonly List<int> _outside = new(capacity);
    readonly PacketArena _arena = new();

    /// <summary>Verdicts on messages of which the server has lost a part.</summary>
    public List<Settlement> Lost { get; } = [];

    public void Add(long ticket, int attempt, byte[] envelope)
    {
        if (envelope.Length == 0)
        {
            Lost.Add(new Settlement(ticket, attempt, SettlementKind.Done));
            return;
        }

        if (!QueueEnvelope.TryDecode(envelope, out var message, out var enqueuedAtMs, out var payloadLength))
            message = new QueueMessage(new PacketOrigin("", -1, -1, 0), null, envelope);
        else if (!QueueEnvelope.IsInline(payloadLength))
            _outside.Add(_messages.Count);
        _messages.Add(new ClaimedMessage(ticket, attempt, enqueuedAtMs, message));
    }

    /// <summary>Fetches the payloads that lie outside their envelopes, in one go.</summary>
    public async Task FetchAsync(IDatabaseAsync database, RedisKey payloads)
    {
        var calls = new Queue<Task<Lease<byte>?>>(FetchesUnderWay);
        var asked = 0;
        foreach (var place in _outside)
        {
            for (; asked < _outside.Count && calls.Count < FetchesUnderWay; asked++)
                calls.Enqueue(database.HashGetLeaseAsync(payloads, ValkeyQueue.FieldOf(_messages[_outside[asked]].Message.Origin)));
            using var lease = await calls.Dequeue();
            var claimed = _messages[place];
            if (lease is null)
                Lost.Add(new Settlement(claimed.Ticket, claimed.Attempt, SettlementKind.Done));
            else
                _messages[place] = claimed with { Message = claimed.Message with { Payload = _arena.Add(lease.Span) } };
        }

        foreach (var lost in Lost)
            _messages.RemoveAll(message => message.Ticket == lost.Ticket);
    }

    public ClaimedBatch ToBatch() => new(_messages, _arena);

    public void Dispose() => _arena.Dispose();
}
