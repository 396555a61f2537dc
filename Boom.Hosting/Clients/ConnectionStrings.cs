using Boom.ServiceDefaults;

namespace Boom.Hosting.Clients;

/// <summary>The connection strings of the servers.</summary>
public static class ConnectionStrings
{
    /// <summary>Brokers, <c>host:port</c> separated by commas.</summary>
    public const string Kafka = "kafka";

    /// <summary>Valkey or Redis, <c>host:port[,password=…]</c>.</summary>
    public const string Valkey = "valkey";

    /// <summary>The store.</summary>
    public const string AlertDb = "alertdb";

    /// <summary>A connection string that the program cannot do without.</summary>
    /// <exception cref="ConfigurationFaultException">It is missing.</exception>
    /// <param name="given">As configured; null or blank when it is not.</param>
    /// <param name="name">Its name.</param>
    /// <param name="example">One for the message.</param>
    public static string Require(string? given, string name, string example) =>
        given is { } text && !string.IsNullOrWhiteSpace(text)
            ? text.Trim()
            : throw new ConfigurationFaultException(
                $"The connection string {name} is missing: give it as environment variable, e.g. ConnectionStrings__{name}={example}");
}
