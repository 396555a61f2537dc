using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Embedded.Servers;
using Boom.Messaging.Queues;
using StackExchange.Redis;

namespace Boom.Embedded;

/// <summary>The queues between programs that run on servers: what is put there, the programs do.</summary>
public sealed class ServerQueues : IAsyncDisposable
{
    readonly IConnectionMultiplexer _connection;
    readonly TimeProvider _time;

    ServerQueues(IConnectionMultiplexer connection, TimeProvider time) => (_connection, _time) = (connection, time);

    /// <summary>Whether the environment names queue server and store, so that the stages are programs of their own.</summary>
    public static bool AreNamed(ServerSettings servers) => servers is { Valkey: not null, AlertDb: not null };

    /// <summary>Connects to the queue server that <c>ConnectionStrings__valkey</c> names.</summary>
    /// <exception cref="StackException">It does not answer.</exception>
    public static async Task<ServerQueues> ConnectAsync(ServerSettings servers, TimeProvider time) =>
        new(await QueueServerConnection.ConnectAsync(servers.Valkey!, "start it, or see that ConnectionStrings__valkey names it"), time);

    /// <summary>The packets queue of a survey.</summary>
    public ILeasedQueue Packets(Survey survey) => new ValkeyQueue(_connection, QueueNames.Packets(survey), _time);

    /// <summary>The enrichment queue of a survey.</summary>
    public ILeasedQueue Enrichment(Survey survey) => new ValkeyQueue(_connection, QueueNames.Enrichment(survey), _time);

    /// <summary>The filter queue of a survey.</summary>
    public ILeasedQueue Filter(Survey survey) => new ValkeyQueue(_connection, QueueNames.Filter(survey), _time);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
