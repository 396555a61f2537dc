using System.Globalization;
using System.Runtime.CompilerServices;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>
/// A leased queue on a server that speaks the protocol of Redis: Valkey, Redis or Garnet. What decides is done by scripts, so all or
/// nothing; large payloads pass beside them, since servers copy what goes through a script several times. The keys of a queue share one
/// hash slot. Leases and ages go by the server's clock: those of its clients may differ.
/// </summary>
/// <remarks>
/// Keys, all beginning with <c>{name}:</c>. <c>ready</c>: tickets that wait, scored by ticket. <c>leases</c>: tickets that are claimed or wait
/// for their next try, scored by deadline. <c>enqueued</c>: all tickets, scored by the time they came. <c>envelopes</c>, <c>references</c>,
/// <c>attempts</c>: hashes by ticket. <c>counters</c>: last ticket, payload bytes, expired leases, time of the last look at the clock.
/// <c>payloads</c>: large payloads by origin, less what they share. <c>headers</c>: the headers that payloads share, by id. Channel
/// <c>pushed</c>: something may be claimed.
/// </remarks>
/// <param name="connection">The queue server; nothing is sent before the first call.</param>
/// <param name="name">Name of the queue, not empty.</param>
/// <param name="timeProvider">Clock of the waits.</param>
public sealed partial class ValkeyQueue(IConnectionMultiplexer connection, string name, TimeProvider timeProvider) : ILeasedQueue, IQueueContents
{
    static readonly RedisValue Done = "done", Release = "release";
    static readonly string[] KeySuffixes = ["ready", "leases", "enqueued", "envelopes", "references", "attempts", "counters", "payloads", "headers"];

    // Payloads of one command: a command each wakes the sender each time, and all in one cannot be sent while it is put together.
    const int PayloadsPerCommand = 8;

    // An envelope has some 100 bytes, unless a payload is in it.
    const int EnvelopesPerReply = 2_000;

    readonly RedisKey[] _keys = Array.ConvertAll(KeySuffixes, suffix => (RedisKey)$"{{{name}}}:{suffix}");
    readonly SharedHeaders _headers = new();
    readonly PushNotices _notices = new(connection, RedisChannel.Literal($"{{{name}}}:pushed"), timeProvider);
    Settlement[]? _undelivered;

    /// <inheritdoc/>
    public string Name { get; } = !string.IsNullOrEmpty(name) ? name : throw new ArgumentException("A queue has a name.", nameof(name));

    /// <summary>In a test, the server's clock.</summary>
    internal TimeProvider? ServerClock { get; init; }

    // Empty: the scripts ask the server.
    RedisValue Clock => ServerClock is null ? RedisValue.EmptyString : ServerClock.GetUtcNow().ToUnixTimeMilliseconds();

    RedisKey Envelopes => _keys[3];

    RedisKey Payloads => _keys[^2];

    RedisKey Headers => _keys[^1];

    /// <inheritdoc/>
    /// <remarks>
    /// Payloads go ahead of the script on the same connection. Should it break between the two, they lie there without a ticket until
    /// their packets are read and pushed again, which puts them under the same names.
    /// </remarks>
    public async ValueTask<PushReceipt> PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return default;

        cancellationToken.ThrowIfCancellationRequested();
        using var call = QueueTelemetry.Begin(Name, QueueTelemetry.Push, timeProvider);
        // In the envelope, for programs of the version before; the time that counts is the server's.
        var nowMs = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        var arguments = new RedisValue[1 + (2 * messages.Count)];
        arguments[0] = Clock;
        var sent = new List<Task>((messages.Count / PayloadsPerCommand) + 3);
        var payloads = new List<HashEntry>(PayloadsPerCommand);
        var database = connection.GetDatabase();
        UInt128 lastSent = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (_headers.TrySplit(message.Payload.Span, out var header, out var bytes))
            {
                // Sent with every push, lest a server that has lost its memory lack it.
                if (header != lastSent)
                    sent.Add(database.HashSetAsync(Headers, NameOf(header), bytes));
                lastSent = header;
                message = message with { Payload = message.Payload[bytes.Length..] };
            }

            var length = message.Payload.Length;
            arguments[(2 * i) + 1] = length;
            arguments[(2 * i) + 2] = QueueEnvelope.Encode(message, nowMs, header);
            if (QueueEnvelope.IsInline(length))
                continue;
            var field = FieldOf(message.Origin);
            arguments[(2 * i) + 1] = FormattableString.Invariant($"{length} {field}");
            payloads.Add(new HashEntry(field, message.Payload));
            if (payloads.Count == PayloadsPerCommand)
                SendPayloads();
        }

        SendPayloads();
        var pushed = database.ScriptEvaluateAsync(QueueScripts.Push, _keys, arguments);
        sent.Add(pushed);
        await ServedAsync(Task.WhenAll(sent));
        var receipt = (RedisResult[]?)await pushed ?? [];
        return new PushReceipt((long)receipt[0], (long)receipt[1], Math.Max(0, (long)receipt[2]));

        void SendPayloads()
        {
            if (payloads.Count > 0)
                sent.Add(database.HashSetAsync(Payloads, [.. payloads]));
            payloads.Clear();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// An envelope that another version of Boom has written is claimed as a message of the topic <c>""</c>, partition and offset −1, whose
    /// payload is the whole envelope. A message of which the server has lost a part is dropped: the ledger still knows that its packet
    /// is due, or knows it from a copy of the message that came first.
    /// </remarks>
    public async ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (maxCount <= 0)
            return ClaimedBatch.Empty;

        await ReleaseUndeliveredAsync(cancellationToken);
        while (true)
        {
            var heard = _notices.Heard;
            using var call = QueueTelemetry.Begin(Name, QueueTelemetry.Claim, timeProvider);
            var answer = (RedisResult[]?)await EvaluateAsync(QueueScripts.Claim, [Clock, maxCount, (long)lease.TotalMilliseconds], cancellationToken) ?? [];
            if (answer.Length == 0)
            {
                _notices.FoundEmpty(heard);
                return ClaimedBatch.Empty;
            }

            var batch = await CompleteAsync(new ClaimReply(answer, _headers, new PacketArena()));
            if (batch.Count > 0)
                return batch;
            batch.Dispose();
        }
    }

    async ValueTask<ClaimedBatch> CompleteAsync(ClaimReply reply)
    {
        try
        {
            reply.Read();
            if (reply.IsPartial)
            {
                using var call = QueueTelemetry.Begin(Name, QueueTelemetry.Fetch, timeProvider);
                await ServedAsync(reply.FetchAsync(connection.GetDatabase(), Payloads, Headers));
            }

            if (reply.Lost.Count > 0)
                await SettleAsync(reply.Lost, CancellationToken.None);
            return reply.ToBatch();
        }
        catch
        {
            // They come back before the next claim, or when their lease has run out.
            Volatile.Write(ref _undelivered, reply.Release());
            reply.Dispose();
            throw;
        }
    }

    // One try: to release again what somebody else may have claimed meanwhile would take it from him.
    async ValueTask ReleaseUndeliveredAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _undelivered, null) is { } undelivered)
            await SettleAsync(undelivered, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask RenewAsync(IReadOnlyList<ClaimedMessage> messages, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return;
        var arguments = new RedisValue[2 + (2 * messages.Count)];
        (arguments[0], arguments[1]) = (Clock, (long)lease.TotalMilliseconds);
        for (var i = 0; i < messages.Count; i++)
            (arguments[2 + (2 * i)], arguments[3 + (2 * i)]) = (messages[i].Ticket, messages[i].Attempt);
        using var call = QueueTelemetry.Begin(Name, QueueTelemetry.Renew, timeProvider);
        await EvaluateAsync(QueueScripts.Renew, arguments, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The end of a pause or of a lease is not told: <paramref name="longest"/> is how late it is found.</remarks>
    public ValueTask WaitForPushAsync(TimeSpan longest, CancellationToken cancellationToken) => _notices.WaitAsync(longest, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 0)
            return;

        var arguments = new RedisValue[1 + (3 * settlements.Count)];
        arguments[0] = Clock;
        for (var i = 0; i < settlements.Count; i++)
        {
            var settlement = settlements[i];
            arguments[(3 * i) + 1] = settlement.Ticket;
            arguments[(3 * i) + 2] = settlement.Attempt;
            arguments[(3 * i) + 3] = settlement.Kind switch
            {
                SettlementKind.Done => Done,
                SettlementKind.Retry => (long)Math.Ceiling(Math.Max(0, settlement.Delay.TotalMilliseconds)),
                SettlementKind.Release when settlement.Delay > TimeSpan.Zero => -(long)Math.Ceiling(settlement.Delay.TotalMilliseconds),
                SettlementKind.Release => Release,
                _ => throw new ArgumentOutOfRangeException(nameof(settlements), settlement.Kind, "Unknown verdict."),
            };
        }

        using var call = QueueTelemetry.Begin(Name, QueueTelemetry.Settle, timeProvider);
        await EvaluateAsync(QueueScripts.Settle, arguments, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        using var call = QueueTelemetry.Begin(Name, QueueTelemetry.Status, timeProvider);
        var fields = (RedisResult[]?)await EvaluateAsync(QueueScripts.Status, [Clock], cancellationToken) ?? [];
        var status = new QueueStatus((long)fields[0], (long)fields[1], Math.Max(0, (long)fields[2]), null, (long)fields[3]);
        return fields.Length < 6 ? status : status with { OldestEnqueuedAtMs = (long)(double)fields[4], OldestAge = TimeSpan.FromMilliseconds((long)fields[5]) };
    }

    /// <inheritdoc/>
    /// <remarks>Reads the envelopes, which are there until a message is settled. One that cannot be read is left out.</remarks>
    public async IAsyncEnumerable<QueueMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var envelopes = connection.GetDatabase().HashScanAsync(Envelopes, pageSize: EnvelopesPerReply).GetAsyncEnumerator(cancellationToken);
        while (await ServedAsync(envelopes.MoveNextAsync().AsTask()))
        {
            if (QueueEnvelope.TryDecode((byte[]?)envelopes.Current.Value ?? [], out var envelope))
                yield return envelope.IsWhole ? envelope.Message : envelope.Message with { Payload = default };
        }
    }

    /// <summary>Name of a packet's payload: the same each time the packet is pushed.</summary>
    internal static string FieldOf(in PacketOrigin origin) => FormattableString.Invariant($"{origin.Topic}:{origin.Partition}:{origin.Offset}");

    /// <summary>Name of a shared header.</summary>
    internal static string NameOf(UInt128 header) => header.ToString("x32", CultureInfo.InvariantCulture);

    async Task<RedisResult> EvaluateAsync(string script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await ServedAsync(connection.GetDatabase().ScriptEvaluateAsync(script, _keys, arguments));
    }

    async Task<T> ServedAsync<T>(Task<T> call)
    {
        await ServedAsync((Task)call);
        return await call;
    }

    // A call that is under way is not abandoned when a token fires: a claim nobody receives would block its messages for a whole lease.
    async Task ServedAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (Exception fault)
        {
            var told = ValkeyFaults.Of(fault, $"queue {Name}");
            QueueTelemetry.Failed(Name, told is TransientFaultException ? QueueTelemetry.Away : QueueTelemetry.Refused);
            if (told is null)
                throw;
            throw told;
        }
    }
}
