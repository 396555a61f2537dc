using Boom.Core.Pipeline;
using Boom.Storage.Cutouts;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>Where the MongoDB store is, how long it waits, and where cutouts go.</summary>
public sealed class MongoStoreOptions
{
    /// <summary>The configuration key of the connection string.</summary>
    public const string ConnectionKey = "ConnectionStrings:alertdb";

    /// <summary>The database when the connection string names none.</summary>
    public const string DefaultDatabase = "boom";

    static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>
    /// As MongoDB writes it: <c>mongodb://user:password@host:27017/boom?authSource=admin</c>. What it says of time-outs, write concern and
    /// retries goes before the settings here.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>How long a call looks for a server before it says that there is none; 100 ms to 1 h. Default: 5 s.</summary>
    public TimeSpan ServerSelectionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call waits for the reply of a server that has taken it; 1 s to 1 h. Default: 60 s.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often a batch tries again when other workers have written the same object or partition meanwhile; 1 to 1000. Default: 40.
    /// </summary>
    public int MaxConflicts { get; init; } = 40;

    /// <summary>Where cutouts go. Default: beside the alerts.</summary>
    public CutoutOptions Cutouts { get; init; } = new();

    /// <summary>Throws when a setting cannot be used; the message names key, value and remedy.</summary>
    /// <exception cref="PermanentFaultException">The setting.</exception>
    public void Validate()
    {
        _ = ParseConnectionString();
        CheckTimeout("AlertDb:ServerSelectionTimeout", ServerSelectionTimeout, TimeSpan.FromMilliseconds(100));
        CheckTimeout("AlertDb:ReplyTimeout", ReplyTimeout, TimeSpan.FromSeconds(1));
        if (MaxConflicts is < 1 or > 1000)
            throw new PermanentFaultException($"AlertDb:MaxConflicts is {MaxConflicts}: give a number from 1 to 1000.");
        Cutouts.Validate();
    }

    /// <summary>The connection string, taken apart. Its text never gets into a message, as it may hold a password.</summary>
    internal MongoUrl ParseConnectionString()
    {
        try
        {
            return new MongoUrl(ConnectionString);
        }
        catch (Exception fault) when (fault is MongoException or ArgumentException or FormatException)
        {
            throw new PermanentFaultException(
                $"{ConnectionKey} is {Redact(ConnectionString)}, which is no connection string of MongoDB: write "
                + "mongodb://user:password@host:27017/boom, with %-codes for signs such as @ : / in user and password.");
        }
    }

    /// <summary>Settings of a client for it.</summary>
    public MongoClientSettings ToClientSettings()
    {
        var settings = MongoClientSettings.FromUrl(ParseConnectionString());
        Configure(settings);
        return settings;
    }

    /// <summary>Sets what the store needs of a client whose settings are those of the connection string.</summary>
    public void Configure(MongoClientSettings settings)
    {
        var url = ParseConnectionString();
        settings.ApplicationName ??= "boom";
        if (url.ServerSelectionTimeout == MongoDefaults.ServerSelectionTimeout)
            settings.ServerSelectionTimeout = ServerSelectionTimeout;
        if (url.ConnectTimeout == MongoDefaults.ConnectTimeout)
            settings.ConnectTimeout = ServerSelectionTimeout;
        if (url.SocketTimeout == MongoDefaults.SocketTimeout)
            settings.SocketTimeout = ReplyTimeout;

        // Stages repeat whole batches by themselves, and retries by the driver need sessions, which not every server has.
        settings.RetryWrites = url.RetryWrites ?? false;
        settings.WriteConcern = (url.W is null ? WriteConcern.WMajority : settings.WriteConcern)
            .With(journal: url.Journal ?? true, wTimeout: url.WTimeout ?? ReplyTimeout / 2);
        settings.ClusterConfigurator = MongoTelemetry.Watch;
    }

    /// <summary>Hosts and database: all of a connection string that messages may show.</summary>
    internal static string NameOf(MongoUrl url) => $"mongodb://{string.Join(',', url.Servers)}/{DatabaseOf(url)}";

    internal static string DatabaseOf(MongoUrl url) => string.IsNullOrEmpty(url.DatabaseName) ? DefaultDatabase : url.DatabaseName;

    /// <summary>The scheme alone: anything behind it may be part of a password.</summary>
    static string Redact(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "empty";
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme is > 0 and < 12 ? $"'{text[..scheme]}://…'" : "a text without scheme";
    }

    static void CheckTimeout(string key, TimeSpan value, TimeSpan shortest)
    {
        if (value < shortest || value > LongestTimeout)
            throw new PermanentFaultException(FormattableString.Invariant($"{key} is {value}: give a time from {shortest} to {LongestTimeout}."));
    }
}
