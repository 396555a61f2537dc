using System.Reflection;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.Hosting.Clients;

/// <summary>
/// Settings of the client of a server, in the sections and the order of the Aspire client integrations: the section, then the part of it that bears
/// the name of the connection, then the connection string; what comes later wins.
/// </summary>
sealed class ClientSection(IReadOnlyList<IConfigurationSection> parts)
{
    // Whoever looks at all checks gives them half a minute.
    const int LongestHealthCheckMs = 25_000;

    static readonly string[] Keys =
        [nameof(ConnectionString), nameof(DisableHealthChecks), nameof(DisableMetrics), nameof(DisableTracing), nameof(HealthCheckTimeout)];

    /// <summary>As given, without blanks around it; null when it is missing.</summary>
    public string? ConnectionString { get; private init; }

    /// <summary>Leaves the health check out. Default: false.</summary>
    public bool DisableHealthChecks { get; private set; }

    /// <summary>Leaves the spans of the client out. Default: false.</summary>
    public bool DisableTracing { get; private set; }

    /// <summary>Leaves the metrics of the client out. Default: false.</summary>
    public bool DisableMetrics { get; private set; }

    /// <summary>How long a health check waits for the server, in milliseconds; null for the default.</summary>
    public int? HealthCheckTimeout { get; private set; }

    /// <summary>Reads the settings of a connection.</summary>
    /// <param name="section">Section of the kind of client.</param>
    /// <param name="name">Name of the connection.</param>
    /// <param name="groups">Sub-sections that hold settings of the client library.</param>
    /// <exception cref="ConfigurationFaultException">A key is unknown, or a value is not what it should be.</exception>
    public static ClientSection Read(IConfiguration configuration, string section, string name, params IReadOnlyList<string> groups)
    {
        var whole = configuration.GetSection(section);
        IConfigurationSection[] parts = [whole, whole.GetSection(name)];
        var given = configuration.GetConnectionString(name);
        var settings = new ClientSection(parts)
        {
            ConnectionString = Array.Find(
                [given, parts[1][nameof(ConnectionString)], parts[0][nameof(ConnectionString)]], text => !string.IsNullOrWhiteSpace(text))?.Trim(),
        };
        foreach (var part in parts)
            settings.Take(part, name, groups);
        return settings;
    }

    /// <summary>Sets what a sub-section says on settings of the client library, by the names of their properties.</summary>
    /// <exception cref="ConfigurationFaultException">There is no such property, or a value is none for it.</exception>
    public void Bind(string group, object target)
    {
        foreach (var part in parts)
        {
            var section = part.GetSection(group);
            if (section.GetChildren().FirstOrDefault(child => target.GetType().GetProperty(child.Key, PropertyFlags) is not { CanWrite: true }) is { } unknown)
                throw new ConfigurationFaultException($"{unknown.Path} is not a setting of {target.GetType().Name}.");

            try
            {
                section.Bind(target);
            }
            catch (InvalidOperationException fault)
            {
                throw new ConfigurationFaultException(fault.Message, fault);
            }
        }
    }

    const BindingFlags PropertyFlags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    void Take(IConfigurationSection part, string name, IReadOnlyList<string> groups)
    {
        foreach (var child in part.GetChildren())
        {
            if (IsGroup(child, name, groups))
                continue;
            switch (child.Key.ToUpperInvariant())
            {
                case "CONNECTIONSTRING":
                    break;
                case "DISABLEHEALTHCHECKS":
                    DisableHealthChecks = Flag(child);
                    break;
                case "DISABLETRACING":
                    DisableTracing = Flag(child);
                    break;
                case "DISABLEMETRICS":
                    DisableMetrics = Flag(child);
                    break;
                case "HEALTHCHECKTIMEOUT":
                    HealthCheckTimeout = int.TryParse(child.Value, out var milliseconds) && milliseconds is > 0 and <= LongestHealthCheckMs
                        ? milliseconds
                        : throw new ConfigurationFaultException($"{child.Path} is {child.Value}; give milliseconds, 1 to {LongestHealthCheckMs}.");
                    break;
                default:
                    throw Unknown(child, groups);
            }
        }
    }

    // What has children and is no group is named after another connection of the same kind, and has the same settings.
    static bool IsGroup(IConfigurationSection child, string name, IReadOnlyList<string> groups)
    {
        if (groups.Contains(child.Key, StringComparer.OrdinalIgnoreCase) || string.Equals(child.Key, name, StringComparison.OrdinalIgnoreCase))
            return true;
        if (child.Value is not null)
            return false;
        var unknown = child.GetChildren().FirstOrDefault(key => !Keys.Concat(groups).Contains(key.Key, StringComparer.OrdinalIgnoreCase));
        return unknown is null ? true : throw Unknown(unknown, groups);
    }

    static ConfigurationFaultException Unknown(IConfigurationSection child, IReadOnlyList<string> groups) => new(
        $"{child.Path} is not a setting; the settings are {string.Join(", ", Keys.Concat(groups.Select(group => $"{group}:…")))}.");

    static bool Flag(IConfigurationSection child) => bool.TryParse(child.Value, out var flag)
        ? flag
        : throw new ConfigurationFaultException($"{child.Path} is {child.Value}; give true or false.");
}
