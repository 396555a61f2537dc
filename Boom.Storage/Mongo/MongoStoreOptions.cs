using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace Boom.Storage.Mongo;

/// <summary>Where the MongoDB store is, how long it waits, and where cutouts go.</summary>
public sealed class MongoStoreOptions
{
    /// <summary>The configuration key of the connection string.</summary>
    public const string ConnectionKey = "ConnectionStrings:alertdb";

    static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    TlsVerdict? _verdict;

    /// <summary>
    /// As MongoDB writes it: <c>mongodb://user:password@host:27017/boom?authSource=admin</c>. What it says of time-outs and retries goes before the
    /// settings here; what would make an alert unsafe is refused.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>How long a call looks for a server before it says that there is none; 100 ms to 1 h. Default: 5 s.</summary>
    public TimeSpan ServerSelectionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call waits for the reply of a server that has taken it; 1 s to 1 h. Default: 60 s.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a batch tries again when other workers have written the same object or partition meanwhile; 1 to 1000. Default: 40.</summary>
    public int MaxConflicts { get; init; } = 40;

    /// <summary>
    /// PEM file with the certificates of the authorities that the servers' certificates must be of; null for those that the machine trusts. The
    /// option <c>tlsCAFile</c> of the connection string goes first.
    /// </summary>
    public string? CaFile { get; init; }

    /// <summary>Told, a sentence each, what is worth knowing and no fault.</summary>
    public Action<string> Notify { get; set; } = _ => { };

    /// <summary>
    /// Bytes of light-curve points in the document of an object, from which the older half goes to pages; 4 KiB to 12 MiB. Users who query objects directly see what is
    /// in the document. Default: 4 MiB.
    /// </summary>
    public long MaxHeadBytes { get; init; } = 4L << 20;

    /// <summary>
    /// Bytes of documents of objects that one write holds in memory; a batch with more is written in parts. 1 MiB to 1 GiB. Default: 64 MiB.
    /// </summary>
    public long MaxSliceBytes { get; init; } = 64L << 20;

    /// <summary>Where cutouts go. Default: beside the alerts.</summary>
    public CutoutOptions Cutouts { get; init; } = new();

    /// <summary>Surveys whose own indexes are made. Default: those of this build.</summary>
    public SurveyCatalog Surveys { get; init; } = SurveyCatalog.Default;

    /// <summary>Throws when a setting cannot be used; the message names key, value and remedy.</summary>
    /// <exception cref="PermanentFaultException">The setting.</exception>
    public void Validate()
    {
        var url = ParseConnectionString();
        ConnectionRules.Check(new ConnectionString(ConnectionString), url);
        _ = Verdict;
        if (CaFileOf() is { Path: var path, Key: var key } && !url.UseTls)
            throw new PermanentFaultException($"{key} is {path}, and the connection is without TLS: add tls=true to {ConnectionKey}, or leave the file out.");
        CheckTimeout("AlertDb:ServerSelectionTimeout", ServerSelectionTimeout, TimeSpan.FromMilliseconds(100));
        CheckTimeout("AlertDb:ReplyTimeout", ReplyTimeout, TimeSpan.FromSeconds(1));
        if (MaxConflicts is < 1 or > 1000)
            throw new PermanentFaultException($"AlertDb:MaxConflicts is {MaxConflicts}: give a number from 1 to 1000.");
        if (MaxHeadBytes is < 4 << 10 or > 12 << 20)
            throw new PermanentFaultException($"AlertDb:MaxHeadBytes is {MaxHeadBytes}: give a number from {4 << 10} to {12 << 20}.");
        if (MaxSliceBytes is < 1 << 20 or > 1 << 30)
            throw new PermanentFaultException($"AlertDb:MaxSliceBytes is {MaxSliceBytes}: give a number from {1 << 20} to {1 << 30}.");
        Cutouts.Validate();
    }

    /// <summary>The judge of certificates; reads the file of authorities.</summary>
    /// <exception cref="PermanentFaultException">The file cannot be used.</exception>
    internal TlsVerdict Verdict => _verdict ??= new(CaFileOf() is { } file ? ReadAuthorities(file.Path, file.Key) : null);

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
                $"{ConnectionKey} is {Redact(ConnectionString)}, which is no connection string of MongoDB: write mongodb://user:password@host:27017/boom?authSource=admin"
                + ", with %-codes for signs such as @ : / in user and password. The database behind authSource is the one in which the user was made.");
        }
    }

    /// <summary>Settings of a client for it.</summary>
    /// <exception cref="PermanentFaultException">They contradict each other, or the name service has no answer for a name of mongodb+srv.</exception>
    public MongoClientSettings ToClientSettings()
    {
        var url = ParseConnectionString();
        try
        {
            var settings = MongoClientSettings.FromUrl(url);
            Configure(settings);
            return settings;
        }
        catch (Exception fault) when (fault is DnsClient.DnsResponseException or MongoConfigurationException)
        {
            throw new PermanentFaultException(
                $"The name service does not tell how to reach {NameOf(url)} ({MongoFaults.Short(fault.Message.TrimEnd('.'))}): correct the name in {ConnectionKey}, or the name service.");
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or FormatException)
        {
            throw new PermanentFaultException(
                $"{ConnectionKey} has options that contradict each other ({MongoFaults.Short(fault.Message.Replace(ConnectionString, "…", StringComparison.Ordinal))}): correct them.");
        }
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
        settings.WriteConcern = WriteConcern.WMajority.With(journal: true, wTimeout: url.WTimeout ?? ReplyTimeout / 2);
        settings.ClusterConfigurator = MongoTelemetry.Watch;
        if (!url.UseTls || url.AllowInsecureTls)
            return;
        settings.SslSettings = settings.SslSettings?.Clone() ?? new SslSettings();
        settings.SslSettings.ServerCertificateValidationCallback = Verdict.Accept;
    }

    /// <summary>The settings of a client whose calls take as long as they take, such as the building of an index.</summary>
    internal static MongoClientSettings WithoutTimeouts(MongoClientSettings settings)
    {
        var patient = settings.Clone();
        patient.SocketTimeout = TimeSpan.Zero;
        patient.WriteConcern = patient.WriteConcern.With(wTimeout: (TimeSpan?)null);
        return patient;
    }

    /// <summary>Hosts and database: all of a connection string that messages may show.</summary>
    internal static string NameOf(MongoUrl url) => url.Scheme == ConnectionStringScheme.MongoDBPlusSrv
        ? $"mongodb+srv://{url.Server.Host}/{DatabaseOf(url)}"
        : $"mongodb://{string.Join(',', url.Servers)}/{DatabaseOf(url)}";

    /// <summary>The database, boom when the connection string names none.</summary>
    internal static string DatabaseOf(MongoUrl url) => string.IsNullOrEmpty(url.DatabaseName) ? "boom" : url.DatabaseName;

    (string Path, string Key)? CaFileOf()
    {
        var option = new ConnectionString(ConnectionString).GetOption(ConnectionRules.CaFileOption);
        if (!string.IsNullOrWhiteSpace(option))
            return (option, $"{ConnectionRules.CaFileOption} in {ConnectionKey}");
        return string.IsNullOrWhiteSpace(CaFile) ? null : (CaFile, "AlertDb:CaFile");
    }

    static X509Certificate2Collection ReadAuthorities(string path, string key)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new PermanentFaultException($"{key} is {path}, which cannot be read ({fault.Message.TrimEnd('.')}): give a PEM file with certificates of authorities.");
        }

        return authorities.Count > 0
            ? authorities
            : throw new PermanentFaultException($"{key} is {path}, which holds no certificate: give a PEM file with certificates of authorities.");
    }

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
