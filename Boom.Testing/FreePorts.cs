using System.Net;
using System.Net.Sockets;
using Boom.Hosting;

namespace Boom.Testing;

/// <summary>
/// Ports that nobody listens on at the moment. They lie below those that systems give to outgoing connections, or one of these could have
/// the port of a server that is away for a moment, and even connect to itself.
/// </summary>
public static class FreePorts
{
    const int First = 15_000;
    const int Count = 17_000;

    /// <summary>Programs that run side by side look at different places first.</summary>
    const int Stride = 61;

    static int s_looked;

    /// <summary>Some of them, all different, and none that this program was given before.</summary>
    /// <exception cref="ExitException">There are not so many.</exception>
    public static int[] Take(int count)
    {
        var ports = new List<int>(count);
        for (var tries = 0; ports.Count < count; tries++)
        {
            if (tries > Count)
                throw new ExitException(ExitCode.Missing, $"No free port between {First} and {First + Count}: end what listens there.");
            var port = First + (int)(((long)Environment.ProcessId * Stride + Interlocked.Increment(ref s_looked)) % Count);
            if (IsFree(port))
                ports.Add(port);
        }

        return [.. ports];
    }

    static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
