using StackExchange.Redis;

namespace Boom.Embedded;

/// <summary>The connection to a queue server, made at once.</summary>
public static class QueueServerConnection
{
    /// <summary>Connects.</summary>
    /// <param name="connection">Connection string <c>valkey</c>: <c>host:port[,password=…]</c>.</param>
    /// <param name="remedy">What a person can do when the server does not answer, e.g. <c>start it</c>.</param>
    /// <exception cref="StackException">The connection string is malformed, or the server does not answer.</exception>
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

        try
        {
            return await ConnectionMultiplexer.ConnectAsync(configuration);
        }
        catch (RedisConnectionException fault)
        {
            throw new StackException($"The queue server {string.Join(", ", configuration.EndPoints)} does not answer; {remedy}.", fault);
        }
    }
}
