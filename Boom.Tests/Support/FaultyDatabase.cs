using System.Reflection;
using StackExchange.Redis;

namespace Boom.Tests.Support;

/// <summary>A connection to a queue server on which payloads can fail to come, and which counts the pooled buffers that they come in.</summary>
public class FaultyDatabase : DispatchProxy
{
    object _inner = null!;
    FaultyDatabase? _database;
    int _asked;

    /// <summary>Which of the payloads asked for fails, counted from 1; 0 for none.</summary>
    public int Fails { get; set; }

    /// <summary>Payloads that the server gave.</summary>
    public List<Task<Lease<byte>?>> Given { get; } = [];

    /// <summary>A connection whose databases are faulty, and the database that stands for all.</summary>
    public static (IConnectionMultiplexer Connection, FaultyDatabase Database) Wrap(IConnectionMultiplexer connection)
    {
        var database = (FaultyDatabase)(object)Create<IDatabase, FaultyDatabase>();
        database._inner = connection.GetDatabase();
        var wrapped = Create<IConnectionMultiplexer, FaultyDatabase>();
        (((FaultyDatabase)(object)wrapped)._inner, ((FaultyDatabase)(object)wrapped)._database) = (connection, database);
        return (wrapped, database);
    }

    /// <summary>How many of the buffers were not given back.</summary>
    public async Task<int> CountHeldAsync()
    {
        var held = 0;
        foreach (var given in Given)
            held += await given is { } lease && !IsDisposed(lease) ? 1 : 0;
        return held;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_database is not null && targetMethod!.Name == nameof(IConnectionMultiplexer.GetDatabase))
            return _database;
        if (_database is not null || targetMethod!.Name != nameof(IDatabase.HashGetLeaseAsync))
            return targetMethod!.Invoke(_inner, args);
        if (++_asked == Fails)
            return Task.FromException<Lease<byte>?>(new RedisConnectionException(ConnectionFailureType.SocketClosed, "closed"));
        Given.Add((Task<Lease<byte>?>)targetMethod.Invoke(_inner, args)!);
        return Given[^1];
    }

    static bool IsDisposed(Lease<byte> lease)
    {
        try
        {
            return lease.Span.IsEmpty;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
