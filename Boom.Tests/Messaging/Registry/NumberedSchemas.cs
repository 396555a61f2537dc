using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Messaging.Registry;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Boom.Tests.Messaging.Registry;

/// <summary>A subject of the tests, and registries that serve it.</summary>
static class NumberedSchemas
{
    /// <summary>Numbers are 100 times the major version and the minor one, from 100 to 9999.</summary>
    public static SchemaSubject Subject(params IReadOnlyList<Version> included) => new()
    {
        Survey = Survey.Lsst,
        Name = "alert-packet",
        Registry = "",
        Files = "",
        VersionOf = number => number is >= 100 and <= 9999 ? new Version((int)number / 100, (int)number % 100) : null,
        NumberOf = version => (uint)((version.Major * 100) + version.Minor),
        RecordName = version => $"toy.v{version.Major}_{version.Minor}.alert",
        Included = included,
        IncludedText = version => included.Contains(version) ? Schema(version, "included") : null,
    };

    /// <summary>A schema whose one field tells where it is from.</summary>
    public static string Schema(Version version, string field = "served") =>
        $$"""{"type":"record","name":"alert","namespace":"toy.v{{version.Major}}_{{version.Minor}}","fields":[{"name":"{{field}}","type":"long"}]}""";

    public static string Schema(int major, int minor, string field = "served") => Schema(new Version(major, minor), field);
}

/// <summary>A registry under test, with its clock, log and folder.</summary>
sealed class RegistryHarness : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly LoggerFactory _loggers;
    readonly List<SchemaRegistry> _made = [];

    public RegistryHarness()
    {
        _loggers = new LoggerFactory([Log]);
        Options = new RegistryOptions { CacheFolder = Path.Combine(_folder.Path, "schemas"), Files = RegistryOptions.NoFiles, Addresses = [Server.Address] };
        Pulses = new StagePulses(Time);
    }

    public TestRegistry Server { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    public LineLogger Log { get; } = new();

    public StagePulses Pulses { get; }

    public RegistryOptions Options { get; }

    /// <summary>A registry as a program has at its start.</summary>
    public SchemaRegistry Start()
    {
        var registry = new SchemaRegistry(
            new RegistrySettings(Options, new Dictionary<Survey, RegistryOptions>()), Time, _loggers.CreateLogger<SchemaRegistry>(), Pulses);
        _made.Add(registry);
        return registry;
    }

    public void Serve(uint number, string schema) => Server.Versions[("alert-packet", number)] = schema;

    public void Dispose()
    {
        _made.ForEach(registry => registry.Dispose());
        Server.Dispose();
        _loggers.Dispose();
        _folder.Dispose();
    }

    /// <summary>The schema of a number whose registry was away: it is asked beside those who wait.</summary>
    public static async Task<WriterSchema> FoundAsync(SchemaRegistry registry, SchemaSubject subject, uint id, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                return await registry.FindAsync(subject, id, limit.Token);
            }
            catch (TransientFaultException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
            }
        }
    }
}
