using Boom.Core.Queues;
using Boom.Messaging.Queues;
using StackExchange.Redis;

namespace Boom.Tests.Contracts;

/// <summary>A queue as programs of the version before have it: their scripts, by the clock of the program. Small payloads only.</summary>
sealed class QueueOfVersionBefore(IConnectionMultiplexer connection, string name, TimeProvider time)
{
    static readonly string Push = Load("push"), Claim = Load("claim"), Settle = Load("settle"), Status = Load("status");

    readonly RedisKey[] _keys = Array.ConvertAll<string, RedisKey>(
        ["ready", "leases", "enqueued", "envelopes", "references", "attempts", "counters", "payloads", "headers"], suffix => $"{{{name}}}:{suffix}");

    long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task PushAsync(IReadOnlyList<QueueMessage> messages)
    {
        var arguments = new List<RedisValue> { NowMs };
        foreach (var message in messages)
        {
            arguments.Add(message.Payload.Length);
            arguments.Add(QueueEnvelope.Encode(message, NowMs, 0));
        }

        await EvaluateAsync(Push, arguments);
    }

    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(int count, TimeSpan lease)
    {
        var answer = (RedisResult[])(await EvaluateAsync(Claim, [NowMs, count, NowMs + (long)lease.TotalMilliseconds]))!;
        var claimed = new List<ClaimedMessage>();
        for (var i = 0; i < answer.Length; i += 3)
        {
            if (QueueEnvelope.TryDecode((byte[])answer[i + 2]!, out var content))
                claimed.Add(new ClaimedMessage((long)answer[i], (int)answer[i + 1], content.EnqueuedAtMs, content.Message));
        }

        return claimed;
    }

    public Task SettleAsync(IEnumerable<ClaimedMessage> claimed, string verdict) =>
        EvaluateAsync(Settle, [.. claimed.SelectMany(message => new RedisValue[] { message.Ticket, message.Attempt, verdict })]);

    public async Task<(long Ready, long Leased, long Bytes)> StatusAsync()
    {
        var fields = (RedisResult[])(await EvaluateAsync(Status, []))!;
        return ((long)fields[0], (long)fields[1], (long)fields[2]);
    }

    Task<RedisResult> EvaluateAsync(string script, IReadOnlyList<RedisValue> arguments) =>
        connection.GetDatabase().ScriptEvaluateAsync(script, _keys, [.. arguments]);

    static string Load(string script)
    {
        using var stream = typeof(QueueOfVersionBefore).Assembly.GetManifestResourceStream($"Boom.Tests.Contracts.ScriptsBefore.{script}.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
