using Boom.Core.Resilience;
using Boom.Messaging.Queues;
using StackExchange.Redis;

namespace Boom.Embedded.Servers;

/// <summary>The connection to a queue server, made at once.</summary>
static class QueueServerConnection
{
    /// <summary>Connects.</summary>
    /// <param name="connection">Connection string <c>valkey</c>: <c>host:port[,password=…]</c>.</param>
    /// <param name="remedy">What a person can do when the server does not answer, e.g. <c>start it</c>.</param>
    /// <exception cref="StackException">The connection string is malformed, or the server refuses the sign-in.</exception>
    /// <exception cref="TransientFaultException">The server does not answer.</exception>
    /// <exception cref="PermanentFaultException">No queue can be on the server: it is too old, or drops messages when it is full.</exception>
    public static async Task<IConnectionMultiplexer> ConnectAsync(string connection, string remedy)
    {
        ConfigurationOptions configuration;
        try
        {
            configuration = ConfigurationOptions.Parse(connection);
        }
        catch (ArgumentException fault)
        {
            throw new StackException($"The connection string valkey is malformed ({fault.Message}); give host:port[,password=…].", fault);
        }

        // The client's own threads hand each part of a reply over to the pool and back.
        configuration.SocketManager = SocketManager.ThreadPool;

        var server = await ConnectAsync(configuration, remedy);
        try
        {
            await QueueServerSettings.RequireAsync(server);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions configuration, string remedy)
    {
        var server = string.Join(", ", configuration.EndPoints);
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(configuration);
        }
        catch (RedisConnectionException fault)
        {
            throw ValkeyFaults.Of(fault, server) is PermanentFaultException refused
                ? new StackException(refused.Message, fault)
                : new TransientFaultException($"The queue server {server} does not answer; {remedy}.", fault);
        }
    }
}
