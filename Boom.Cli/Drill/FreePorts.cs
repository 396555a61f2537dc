using System.Net;
using System.Net.Sockets;

namespace Boom.Cli.Drill;

/// <summary>Ports that nobody listens on at the moment.</summary>
internal static class FreePorts
{
    /// <summary>Some of them, all different.</summary>
    public static int[] Take(int count)
    {
        var listeners = new TcpListener[count];
        try
        {
            for (var i = 0; i < count; i++)
            {
                listeners[i] = new TcpListener(IPAddress.Loopback, 0);
                listeners[i].Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener?.Dispose();
        }
    }
}
