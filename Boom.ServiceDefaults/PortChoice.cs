using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Boom.ServiceDefaults;

/// <summary>
/// The port for health and metrics, as a person gives it: <c>9090</c>, <c>9090+</c> for that or the next free one, <c>0</c> for any that is free.
/// </summary>
/// <param name="Port">The port, 0 to 65535.</param>
/// <param name="OrNext">Whether the next free one does as well.</param>
public readonly record struct PortChoice(int Port, bool OrNext)
{
    /// <summary>The key of the configuration.</summary>
    public const string Key = "Http:Port";

    const int LastPort = 65_535;

    /// <summary>What is used when nothing is said.</summary>
    public static PortChoice Default { get; } = new(9090, OrNext: false);

    /// <summary>What may be given, for messages.</summary>
    public const string Help = "give 1 to 65535, one with + behind it for that or the next free one, or 0 for any free port";

    /// <summary>Reads a choice.</summary>
    public static bool TryParse(string text, out PortChoice choice)
    {
        var orNext = text.EndsWith('+');
        var isPort = int.TryParse(orNext ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= LastPort;
        choice = new PortChoice(port, orNext);
        return isPort;
    }

    /// <summary>What the configuration says, or the default.</summary>
    /// <exception cref="ConfigurationFaultException">It is no port.</exception>
    public static PortChoice Read(IConfiguration configuration)
    {
        var choice = Default;
        return configuration[Key] is { Length: > 0 } text && !TryParse(text, out choice)
            ? throw new ConfigurationFaultException($"{Key} is {text}; {Help}.")
            : choice;
    }

    /// <summary>The port to listen on: the first from <see cref="Port"/> on that is free where the next one does, else <see cref="Port"/>.</summary>
    public int Resolve(IPAddress address)
    {
        if (OrNext && Port > 0)
        {
            for (var port = Port; port <= LastPort; port++)
            {
                if (IsFree(address, port))
                    return port;
            }
        }

        return Port;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Port}{(OrNext ? "+" : "")}");

    static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
