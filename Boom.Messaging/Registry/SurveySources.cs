using Boom.Core.Surveys;

namespace Boom.Messaging.Registry;

/// <summary>Who is asked for the schemas of a survey besides this machine.</summary>
sealed class SurveySources : IDisposable
{
    readonly List<SchemaHttp> _clients = [];

    public SurveySources(RegistryOptions options, SchemaSubject subject, TimeProvider time)
    {
        var all = new List<ISchemaSource>();
        if (RegistriesOf(options, subject) is { Length: > 0 } addresses)
            all.Add(Registry = new RegistrySource(addresses, Add(new SchemaHttp(options.Timeout, options.CaFile, options.User, options.Password, time))));
        if (FilesOf(options, subject) is { } folder)
            all.Add(new FilesSource(folder, Add(new SchemaHttp(options.Timeout, options.Files.Length > 0 ? options.CaFile : "", "", "", time))));
        All = all;
        foreach (var source in all.Select(source => source.Name).Append("cache").Append("included"))
            RegistryTelemetry.Begin(subject.Survey, source);
    }

    /// <summary>In the order in which they are asked.</summary>
    public IReadOnlyList<ISchemaSource> All { get; }

    /// <summary>The registries among them; null when none is to be asked.</summary>
    public RegistrySource? Registry { get; }

    public static IReadOnlyList<string> AddressesOf(RegistryOptions options, SchemaSubject subject) =>
        [.. RegistriesOf(options, subject), .. FilesOf(options, subject) is { } folder ? [FilesSource.RawAddress(folder)] : Array.Empty<string>()];

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
    }

    static string[] RegistriesOf(RegistryOptions options, SchemaSubject subject) =>
        !options.Enabled ? [] : options.Addresses.Length > 0 ? options.Addresses : subject.Registry.Length > 0 ? [subject.Registry] : [];

    static string? FilesOf(RegistryOptions options, SchemaSubject subject)
    {
        var folder = options.Files.Length > 0 ? options.Files : subject.Files;
        return options.HasFiles && folder.Length > 0 ? folder : null;
    }

    SchemaHttp Add(SchemaHttp client)
    {
        _clients.Add(client);
        return client;
    }
}
