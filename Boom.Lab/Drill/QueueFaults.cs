using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Embedded.Servers;
using Boom.Messaging.Queues;
using StackExchange.Redis;

namespace Boom.Lab.Drill;

/// <summary>
/// Faults of the queue server that lose a part of what it holds. The stages behind a queue stand still for a moment before, so that there is something to
/// lose; and the queue of packets is kept busy until all that was lost is accounted for: it must be found however busy the queue is.
/// </summary>
internal sealed class QueueFaults(
    DrillServers servers, DrillPrograms programs, IReadOnlyList<DrillPart> parts, ILedger ledger, Random random, TimeProvider time)
{
    /// <summary>What was lost is read again within this, on a machine that works the queue through in that time.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>However slow the machine is.</summary>
    static readonly TimeSpan LongestLimit = TimeSpan.FromMinutes(10);

    const int Busy = 60;
    const string SnapshotFile = "snapshot.rdb";

    /// <summary>ARGV: seed, what is lost. Answers how many tickets lost something.</summary>
    const string LoseTenth = """
        math.randomseed(tonumber(ARGV[1]))
        local lost = 0
        for _, ticket in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
          if math.random(10) == 1 then
            lost = lost + 1
            if ARGV[2] == 'ticket' or ARGV[2] == 'message' then
              redis.call('ZREM', KEYS[1], ticket)
            end
            if ARGV[2] == 'message' then
              redis.call('ZREM', KEYS[2], ticket)
              redis.call('HDEL', KEYS[4], ticket)
            end
            if ARGV[2] == 'envelope' or ARGV[2] == 'message' then
              redis.call('HDEL', KEYS[3], ticket)
            end
          end
        end
        if ARGV[2] == 'payload' then
          for _, field in ipairs(redis.call('HKEYS', KEYS[5])) do
            if math.random(10) == 1 then
              lost = lost + 1
              redis.call('HDEL', KEYS[5], field)
            end
          end
        end
        return lost
        """;

    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Standstill = TimeSpan.FromSeconds(1);
    static readonly string[] Suffixes = ["ready", "enqueued", "envelopes", "references", "payloads"];

    /// <summary>A tenth of the messages that wait, or of what belongs to them; a sentence if it does not come again, else null.</summary>
    /// <param name="whole">The messages themselves, and not only what belongs to them.</param>
    public async Task<string?> LoseAsync(bool whole, CancellationToken cancellationToken)
    {
        string[] choices = whole ? ["message", "ticket"] : ["envelope", "payload"];
        var what = choices[random.Next(choices.Length)];
        var lost = 0L;
        await WhileQueuesFillAsync(
            async () =>
            {
                foreach (var name in parts.SelectMany(part => new[] { QueueNames.Packets(part.Survey), QueueNames.Enrichment(part.Survey) }))
                {
                    RedisKey[] keys = [.. Suffixes.Select(suffix => (RedisKey)$"{{{name}}}:{suffix}")];
                    await servers.AskValkeyAsync(async database => lost += (long)await database.ScriptEvaluateAsync(LoseTenth, keys, [random.Next(1 << 20), what]));
                }
            },
            cancellationToken);
        return lost == 0 ? null : await KeepBusyAsync(FormattableString.Invariant($"{lost} lost ({what})"), cancellationToken);
    }

    /// <summary>Writes a snapshot; what is returned kills the server and starts it with the snapshot, and answers as <see cref="LoseAsync"/>.</summary>
    public async Task<Func<Task<string?>>> SaveAsync(CancellationToken cancellationToken)
    {
        var isSaved = false;
        await WhileQueuesFillAsync(
            () => servers.AskValkeyAsync(async database =>
            {
                await database.ExecuteAsync("CONFIG", "SET", "dbfilename", SnapshotFile);
                await database.ExecuteAsync("SAVE");
                isSaved = true;
            }),
            cancellationToken);
        return async () =>
        {
            await servers.Valkey.KillAsync();
            await servers.StartValkeyAsync(isSaved ? SnapshotFile : null, cancellationToken);
            return await KeepBusyAsync("older snapshot", cancellationToken);
        };
    }

    async Task WhileQueuesFillAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        var enrichers = programs.All.FindAll(program => program.Name.StartsWith("enricher", StringComparison.Ordinal));
        var alertWorkers = programs.All.FindAll(program => program.Name.StartsWith("alert-worker", StringComparison.Ordinal));
        enrichers.ForEach(program => program.Freeze());
        await Task.Delay(Standstill, time, cancellationToken);
        alertWorkers.ForEach(program => program.Freeze());
        foreach (var part in parts)
            await SendBusyAsync(part.Publisher, Busy, cancellationToken);
        await Task.Delay(Standstill, time, cancellationToken);
        await action();
        alertWorkers.ForEach(program => program.Thaw());
        enrichers.ForEach(program => program.Thaw());
    }

    // One queue after the other would give the second the time of the first.
    async Task<string?> KeepBusyAsync(string what, CancellationToken cancellationToken) =>
        (await Task.WhenAll(parts.Select(part => KeepBusyAsync(part, what, cancellationToken)))).FirstOrDefault(problem => problem is not null);

    async Task<string?> KeepBusyAsync(DrillPart part, string what, CancellationToken cancellationToken)
    {
        var publisher = part.Publisher;
        var incarnations = publisher.Log.Remakes + publisher.Log.LostEnds;
        long[] ends = [];
        await publisher.AloneAsync(() => Task.FromResult(ends = [.. publisher.Next]), cancellationToken);
        var watch = new BusyQueueWatch(ends);
        var began = time.GetTimestamp();
        while (true)
        {
            if (publisher.Log.Remakes + publisher.Log.LostEnds != incarnations)
                return null;
            var queue = await ReadQueueAsync(part, cancellationToken);
            if (await ReadAccountsAsync(publisher.Topic, cancellationToken) is { } accounts
                && watch.Look(queue.OldestMs, queue.NowMs, accounts, ReadEnds(queue.Read, accounts)))
                return null;
            var passed = time.GetElapsedTime(began);
            if (passed >= LongestLimit || (passed >= Limit && watch.IsWorkedThrough))
                return FormattableString.Invariant($"What Valkey lost ({what}) was not accounted for after {passed.TotalSeconds:0} s while its queue was busy: {watch}");
            if (queue.Ready < Busy)
                await SendBusyAsync(publisher, Busy / 4, cancellationToken);
            await Task.Delay(Look, time, cancellationToken);
        }
    }

    // Of the incarnations that the accounts are of.
    static long[] ReadEnds(IReadOnlyList<ReadMark> marks, IReadOnlyList<LedgerPartition?> accounts) =>
        [.. accounts.Select((account, partition) => marks.Where(mark => mark.Partition == partition && mark.Name == account?.Topic).Select(mark => mark.Packet.Offset + 1).FirstOrDefault())];

    /// <summary>How many packets wait, when the oldest that has no outcome was put in, the server's time, and how far consumers have read.</summary>
    async Task<(long Ready, long? OldestMs, long NowMs, IReadOnlyList<ReadMark> Read)> ReadQueueAsync(DrillPart part, CancellationToken cancellationToken)
    {
        var key = $"{{{QueueNames.Packets(part.Survey)}}}";
        (long Ready, long? OldestMs, long NowMs, IReadOnlyList<ReadMark> Read) read = (0, null, 0, []);
        await servers.AskValkeyAsync(async database =>
        {
            var now = (RedisResult[])(await database.ExecuteAsync("TIME"))!;
            var oldest = await database.SortedSetRangeByRankWithScoresAsync(key + ":enqueued", 0, 0);
            read = (
                await database.SortedSetLengthAsync(key + ":ready"), oldest.Length == 0 ? null : (long)oldest[0].Score,
                ((long)now[0] * 1000) + ((long)now[1] / 1000),
                await new ValkeyQueue(database.Multiplexer, QueueNames.Packets(part.Survey), time).ReadMarksAsync(part.Publisher.Topic, cancellationToken));
        });
        return read;
    }

    /// <summary>The account of each partition of the topic that is there now; null when the store does not answer.</summary>
    async Task<IReadOnlyList<LedgerPartition?>?> ReadAccountsAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            var accounts = await ledger.ReadLedgerAsync(topic, cancellationToken);
            return [.. Enumerable.Range(0, EmbeddedBroker.PartitionCount).Select(
                partition => IncarnationCheck.Latest(accounts.Where(account => account.Partition == partition), null))];
        }
        catch (TransientFaultException)
        {
            return null;
        }
    }

    Task SendBusyAsync(DrillPublisher publisher, int count, CancellationToken cancellationToken)
    {
        var published = publisher.Published;
        return published.Count == 0
            ? Task.CompletedTask
            : publisher.PublishAsync([.. Enumerable.Range(0, count).Select(_ => published[random.Next(published.Count)])], cancellationToken);
    }
}
