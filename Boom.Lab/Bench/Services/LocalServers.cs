using System.Globalization;
using System.Net;

namespace Boom.Lab.Bench.Services;

/// <summary>Those of the servers that run on this machine.</summary>
internal sealed class LocalServers : IDisposable
{
    readonly List<ServerProcess> _all = [];

    public LocalServers(BenchServers servers, BenchQueues queues, BenchStore store)
    {
        Add("Kafka server", AddressOf(servers.Kafka));
        Add("queue server", AddressOf(queues.EndPoint));
        Add("store server", (store.Server.Host, store.Server.Port));
    }

    public IReadOnlyList<ServerProcess> All => _all;

    public void Dispose() => _all.ForEach(server => server.Dispose());

    void Add(string name, (string Host, int Port) address)
    {
        if (ServerProcess.Find(name, address.Host, address.Port) is { } server)
            _all.Add(server);
    }

    static (string Host, int Port) AddressOf(EndPoint point) => point switch
    {
        IPEndPoint ip => (ip.Address.ToString(), ip.Port),
        DnsEndPoint name => (name.Host, name.Port),
        _ => ("", 0),
    };

    // That of the first of several, written host:port,…
    static (string Host, int Port) AddressOf(string servers)
    {
        var first = servers.Split(',')[0].Trim();
        var colon = first.LastIndexOf(':');
        return colon > 0 && int.TryParse(first.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (first[..colon], port)
            : (first, 0);
    }
}
