using System.Globalization;
using Boom.Core.Pipeline;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>
/// A leased queue on a server that speaks the protocol of Redis: Valkey, Redis or Garnet. Each operation is one script, so one round trip
/// and all or nothing. The keys of a queue share one hash slot. Time is the caller's; the server's clock is never asked.
/// </summary>
/// <remarks>
/// Keys, all beginning with <c>{name}:</c>. <c>ready</c>: tickets that wait, scored by ticket. <c>leases</c>: claimed tickets, scored by
/// deadline. <c>enqueued</c>: all tickets, scored by the time they came. <c>envelopes</c>, <c>sizes</c>, <c>attempts</c>: hashes by ticket.
/// <c>counters</c>: last ticket, payload bytes, expired leases.
/// </remarks>
public sealed class ValkeyQueue : ILeasedQueue
{
    static readonly RedisValue Done = "done", Retry = "retry", Release = "release";
    static readonly string[] KeySuffixes = ["ready", "leases", "enqueued", "envelopes", "sizes", "attempts", "counters"];

    readonly IConnectionMultiplexer _connection;
    readonly TimeProvider _timeProvider;
    readonly RedisKey[] _keys;

    /// <summary>A queue of this name; nothing is sent before the first call.</summary>
    public ValkeyQueue(IConnectionMultiplexer connection, string name, TimeProvider timeProvider)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _connection = connection;
        _timeProvider = timeProvider;
        Name = name;
        _keys = Array.ConvertAll(KeySuffixes, suffix => (RedisKey)$"{{{name}}}:{suffix}");
    }

    /// <inheritdoc/>
    public string Name { get; }

    long NowMs => _timeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public async ValueTask PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return;

        var nowMs = NowMs;
        var arguments = new RedisValue[1 + (2 * messages.Count)];
        arguments[0] = nowMs;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            arguments[(2 * i) + 1] = message.Payload.Length;
            arguments[(2 * i) + 2] = QueueEnvelope.Encode(message, nowMs);
        }

        await EvaluateAsync(QueueScripts.Push, arguments, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// An envelope that another version of Boom has written is claimed as a message of the topic <c>""</c>, partition and offset −1, whose
    /// payload is the whole envelope.
    /// </remarks>
    public async ValueTask<IReadOnlyList<ClaimedMessage>> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (maxCount <= 0)
            return [];

        var nowMs = NowMs;
        var deadlineMs = nowMs + (long)lease.TotalMilliseconds;
        var result = await EvaluateAsync(QueueScripts.Claim, [nowMs, maxCount, deadlineMs], cancellationToken);
        var fields = (RedisResult[]?)result ?? [];
        var claimed = new ClaimedMessage[fields.Length / 3];
        for (var i = 0; i < claimed.Length; i++)
        {
            var envelope = (byte[]?)fields[(3 * i) + 2] ?? [];
            if (!QueueEnvelope.TryDecode(envelope, out var message, out var enqueuedAtMs))
                message = new QueueMessage(new PacketOrigin("", -1, -1, 0), null, envelope);
            claimed[i] = new ClaimedMessage((long)fields[3 * i], (int)fields[(3 * i) + 1], enqueuedAtMs, message);
        }

        return claimed;
    }

    /// <inheritdoc/>
    public async ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 0)
            return;

        var arguments = new RedisValue[3 * settlements.Count];
        for (var i = 0; i < settlements.Count; i++)
        {
            var settlement = settlements[i];
            arguments[3 * i] = settlement.Ticket;
            arguments[(3 * i) + 1] = settlement.Attempt;
            arguments[(3 * i) + 2] = settlement.Kind switch
            {
                SettlementKind.Done => Done,
                SettlementKind.Retry => Retry,
                SettlementKind.Release => Release,
                _ => throw new ArgumentOutOfRangeException(nameof(settlements), settlement.Kind, "Unknown verdict."),
            };
        }

        await EvaluateAsync(QueueScripts.Settle, arguments, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var fields = (RedisResult[]?)await EvaluateAsync(QueueScripts.Status, [], cancellationToken) ?? [];
        long? oldest = fields.Length > 4 && (string?)fields[4] is { } text
            ? (long)double.Parse(text, CultureInfo.InvariantCulture)
            : null;
        return new QueueStatus((long)fields[0], (long)fields[1], (long)fields[2], oldest, (long)fields[3]);
    }

    // A call that is under way is not abandoned when the token fires: a claim nobody receives would block its messages for a whole lease.
    async Task<RedisResult> EvaluateAsync(string script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await _connection.GetDatabase().ScriptEvaluateAsync(script, _keys, arguments);
        }
        catch (Exception fault) when (ValkeyFaults.IsTransient(fault))
        {
            throw new TransientFaultException($"The queue server does not answer (queue {Name}).", fault);
        }
    }
}
