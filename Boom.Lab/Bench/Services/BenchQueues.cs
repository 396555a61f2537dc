using System.Net;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.Messaging.Queues;
using StackExchange.Redis;

namespace Boom.Lab.Bench.Services;

/// <summary>
/// The queues of the benchmark. Their names are those of the stages, so they lie in a database of the queue server that was empty, and that a key
/// of the benchmark holds meanwhile.
/// </summary>
/// <param name="connection">Of the database.</param>
/// <param name="connectionString">The same, for the programs.</param>
internal sealed class BenchQueues(IConnectionMultiplexer connection, string connectionString, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Servers have 16 databases unless they are told otherwise; the last are the least likely to be used.</summary>
    const int LastDatabase = 15;
    const int PushPackets = 100;
    const string Claim = "boom-bench";
    const string Aside = "_aside";
    const string QueueKeys = "{ZTF_alerts_*";

    static readonly TimeSpan ClaimLife = TimeSpan.FromDays(1);

    readonly ValkeyQueue _packets = new(connection, QueueNames.Packets(Survey.Ztf), time);

    public string ConnectionString => connectionString;

    /// <summary>Of the first server.</summary>
    public EndPoint EndPoint => connection.GetEndPoints()[0];

    /// <summary>Finds an empty database and takes it.</summary>
    /// <exception cref="ExitException">The server is away, or there is no empty database.</exception>
    public static async Task<BenchQueues> OpenAsync(string text, string id, TimeProvider time)
    {
        var options = ConfigurationOptions.Parse(text);
        options.AbortOnConnectFail = true;
        await using var connection = await ConnectAsync(options);
        for (var number = LastDatabase; number >= 0; number--)
        {
            var database = connection.GetDatabase(number);
            try
            {
                if ((long)await database.ExecuteAsync("DBSIZE") != 0 || !await database.StringSetAsync(Claim, id, ClaimLife, When.NotExists))
                    continue;
            }
            catch (Exception fault) when (fault is RedisException or ArgumentException)
            {
                // Of a cluster there is only database 0.
                continue;
            }

            options.DefaultDatabase = number;
            return new BenchQueues(await ConnectAsync(options), options.ToString(includePassword: true), time);
        }

        throw new ExitException(
            ExitCode.Missing, "The queue server has no empty database, and the benchmark keeps out of those of others: give one that has, by ConnectionStrings__valkey.");
    }

    /// <summary>
    /// Has packets of the night in the queue, as the consumer would put them there, all at one moment: they are put in a queue of another name,
    /// whose keys then take the place of those of this one, which must be empty.
    /// </summary>
    public async Task PlaceAsync(PacketPool pool, int first, int end, string topic, CancellationToken cancellationToken)
    {
        var aside = new ValkeyQueue(connection, _packets.Name + Aside, time);
        foreach (var batch in pool.Messages(topic, first, end).Chunk(PushPackets))
            await aside.PushAsync(batch, cancellationToken);
        var transaction = connection.GetDatabase().CreateTransaction();
        var renamed = new List<Task>();
        await foreach (var key in Keys($"{{{aside.Name}}}:*"))
            renamed.Add(transaction.KeyRenameAsync(key, key.ToString().Replace(Aside, "", StringComparison.Ordinal)));
        await transaction.ExecuteAsync();
        await Task.WhenAll(renamed);
    }

    /// <summary>Packets that wait or are in work.</summary>
    public async ValueTask<long> WaitingPacketsAsync(CancellationToken cancellationToken)
    {
        var status = await _packets.GetStatusAsync(cancellationToken);
        return status.Ready + status.Leased;
    }

    public async Task ClearAsync()
    {
        var database = connection.GetDatabase();
        await foreach (var key in Keys(QueueKeys))
            await database.KeyDeleteAsync(key);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await ClearAsync();
            await connection.GetDatabase().KeyDeleteAsync(Claim);
        }
        catch (RedisException)
        {
            // The server has gone; what it still holds has been told.
        }

        await connection.DisposeAsync();
    }

    IAsyncEnumerable<RedisKey> Keys(string pattern) => connection.GetServers()[0].KeysAsync(connection.GetDatabase().Database, pattern);

    static async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions options)
    {
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (RedisConnectionException fault)
        {
            throw new ExitException(ExitCode.Missing, "The queue server does not answer: see that it runs where ConnectionStrings__valkey says.", fault);
        }
    }
}
