using System.Globalization;
using System.Net;

namespace Boom.Testing;

/// <summary>Host and port of a server.</summary>
public static class Address
{
    /// <summary>Of an end point.</summary>
    public static (string Host, int Port) Of(EndPoint point) => point switch
    {
        IPEndPoint ip => (ip.Address.ToString(), ip.Port),
        DnsEndPoint name => (name.Host, name.Port),
        _ => ("", 0),
    };

    /// <summary>Of the first of several, written <c>host:port,…</c>.</summary>
    public static (string Host, int Port) Of(string servers)
    {
        var first = servers.Split(',')[0].Trim();
        var colon = first.LastIndexOf(':');
        return colon > 0 && int.TryParse(first.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (first[..colon], port)
            : (first, 0);
    }
}
