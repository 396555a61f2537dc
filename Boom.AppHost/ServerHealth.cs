using Boom.Messaging.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Bson;
using MongoDB.Driver;
using StackExchange.Redis;

namespace Boom.AppHost;

/// <summary>Whether servers answer in their own protocol: a port that is open says little.</summary>
static class ServerHealth
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Adds a check of a server, <c>NAME_check</c>, which programs wait for.</summary>
    /// <param name="server">The server.</param>
    /// <param name="ask">Asks the server that a connection string names for a sign of life; throws when there is none.</param>
    public static IResourceBuilder<ServerContainer> WithSignOfLife(this IResourceBuilder<ServerContainer> server, Func<string, CancellationToken, Task> ask)
    {
        var name = $"{server.Resource.Name}_check";
        server.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            name,
            _ => new Check(async token =>
            {
                var connection = await server.Resource.ConnectionStringExpression.GetValueAsync(token)
                    ?? throw new InvalidOperationException($"{server.Resource.Name} has no address yet.");
                await ask(connection, token).WaitAsync(Patience, TimeProvider.System, token);
            }),
            failureStatus: null,
            tags: null));
        return server.WithHealthCheck(name);
    }

    /// <summary>Asks Kafka for its brokers.</summary>
    public static async Task AskKafkaAsync(string connection, CancellationToken cancellationToken)
    {
        using var admin = new KafkaAdmin(connection);
        await admin.PingAsync(Patience).WaitAsync(cancellationToken);
    }

    /// <summary>Pings Valkey, signed in.</summary>
    public static async Task AskValkeyAsync(string connection, CancellationToken cancellationToken)
    {
        await using var server = await ConnectionMultiplexer.ConnectAsync(connection).WaitAsync(cancellationToken);
        await server.GetDatabase().PingAsync().WaitAsync(cancellationToken);
    }

    /// <summary>Pings MongoDB, signed in.</summary>
    public static async Task AskMongoAsync(string connection, CancellationToken cancellationToken)
    {
        using var client = new MongoClient(connection);
        await client.GetDatabase(MongoUrl.Create(connection).DatabaseName ?? "admin")
            .RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1), cancellationToken: cancellationToken);
    }

    sealed class Check(Func<CancellationToken, Task> ask) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await ask(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, fault.Message);
            }
        }
    }
}
