using Boom.Testing;

namespace Boom.Lab.Bench.Services;

/// <summary>Those of the servers that run on this machine.</summary>
internal sealed class LocalServers : IDisposable
{
    readonly List<ServerProcess> _all = [];

    public LocalServers(BenchServers servers, BenchQueues queues, BenchStore store)
    {
        Add("Kafka server", Address.Of(servers.Kafka));
        Add("queue server", queues.Address);
        Add("store server", store.Address);
    }

    public IReadOnlyList<ServerProcess> All => _all;

    public void Dispose() => _all.ForEach(server => server.Dispose());

    void Add(string name, (string Host, int Port) address)
    {
        if (ServerProcess.Find(name, address.Host, address.Port) is { } server)
            _all.Add(server);
    }
}
