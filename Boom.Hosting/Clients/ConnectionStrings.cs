using System.Globalization;
using System.Text.RegularExpressions;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.Hosting.Clients;

/// <summary>The connection strings of the servers.</summary>
public static partial class ConnectionStrings
{
    /// <summary>Brokers, <c>host:port</c> separated by commas.</summary>
    public const string Kafka = "kafka";

    /// <summary>Valkey or Redis, <c>host:port[,password=…]</c>.</summary>
    public const string Valkey = "valkey";

    /// <summary>The store.</summary>
    public const string AlertDb = "alertdb";

    const int LastPort = 65_535;

    /// <summary>What is wrong with those that are given, a sentence each.</summary>
    public static IReadOnlyList<string> Check(IConfiguration configuration) =>
        [.. ((string[])[Kafka, Valkey, AlertDb]).Select(name => FindProblem(configuration.GetConnectionString(name), name)).OfType<string>()];

    /// <summary>A connection string as it is given; null when it is not.</summary>
    /// <exception cref="ConfigurationFaultException">A port in it is none.</exception>
    public static string? Read(IConfiguration configuration, string name)
    {
        var given = configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(given))
            return null;
        return FindProblem(given, name) is { } problem ? throw new ConfigurationFaultException(problem) : given;
    }

    /// <summary>A connection string that the program cannot do without.</summary>
    /// <exception cref="ConfigurationFaultException">It is missing, or a port in it is none.</exception>
    /// <param name="given">As configured; null or blank when it is not.</param>
    /// <param name="name">Its name.</param>
    /// <param name="example">One for the message.</param>
    public static string Require(string? given, string name, string example)
    {
        if (string.IsNullOrWhiteSpace(given))
        {
            throw new ConfigurationFaultException(
                $"The connection string {name} is missing: give it as environment variable, e.g. ConnectionStrings__{name}={example}");
        }

        return FindProblem(given, name) is { } problem ? throw new ConfigurationFaultException(problem) : given.Trim();
    }

    // A client takes such a port for what is left of it in 16 bits, or for a server that is away. Only the server is repeated: the rest may hold a password.
    static string? FindProblem(string? given, string name) =>
        Servers(given ?? "", name).Select(server => Server().Match(server)).FirstOrDefault(match => match.Success && !IsPort(match.Groups["port"].Value)) is { } wrong
            ? $"The connection string {name} names {wrong.Groups["server"].Value}, and a port is 1 to {LastPort}: correct ConnectionStrings__{name}."
            : null;

    // host:port, separated by commas; of a URL of MongoDB what stands between user and database. What has an equals sign is an option.
    static IEnumerable<string> Servers(string text, string name)
    {
        if (name == AlertDb)
        {
            if (!text.TrimStart().StartsWith("mongodb", StringComparison.OrdinalIgnoreCase) || text.IndexOf("://", StringComparison.Ordinal) is not (>= 0 and var scheme))
                return [];
            text = text[(scheme + 3)..].Split('?')[0];
            text = text[(text.LastIndexOf('@') + 1)..].Split('/')[0];
        }

        return text.Split(',', StringSplitOptions.TrimEntries).Where(server => !server.Contains('=', StringComparison.Ordinal));
    }

    static bool IsPort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= LastPort;

    // An IPv6 address has a port when it stands in brackets.
    [GeneratedRegex(@"^(\w+://)?(?<server>(\[[^\]]*\]|[^:/\[\]]+):(?<port>[0-9]+))$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Server();
}
