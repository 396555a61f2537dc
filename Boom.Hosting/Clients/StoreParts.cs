using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Health;
using Boom.ServiceDefaults.Telemetry;
using Boom.Storage;
using Boom.Storage.Cutouts;
using Boom.Storage.Mongo;
using Boom.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MongoDB.Driver;

namespace Boom.Hosting.Clients;

/// <summary>What a program has of the store, whoever makes the client.</summary>
static class StoreParts
{
    /// <summary>The store that a connection string names.</summary>
    /// <exception cref="ConfigurationFaultException">It is missing or names none.</exception>
    public static StoreConnection Read(string? given)
    {
        var text = ConnectionStrings.Require(given, ConnectionStrings.AlertDb, "mongodb://localhost:27017/boom");
        try
        {
            return StoreConnection.Parse(text);
        }
        catch (PermanentFaultException fault)
        {
            throw new ConfigurationFaultException(fault.Message, fault);
        }
    }

    /// <summary>The options of a MongoDB store.</summary>
    /// <exception cref="ConfigurationFaultException">One of them is wrong.</exception>
    public static MongoStoreOptions ReadOptions(IConfiguration configuration, string url)
    {
        var options = OptionsSection.Read<AlertDbOptions>(configuration, AlertDbOptions.Section);
        var cutouts = ProgramSettings.ReadCutouts(configuration);
        try
        {
            var store = options.ToStoreOptions(url, cutouts);
            store.Validate();
            return store;
        }
        catch (PermanentFaultException fault)
        {
            throw new ConfigurationFaultException(fault.Message, fault);
        }
    }

    /// <summary>Adds the store of a MongoDB client, and makes its indexes beside the start.</summary>
    public static void AddMongoStore(this IHostApplicationBuilder builder, MongoStoreOptions options, IReadOnlyList<Survey> surveys)
    {
        builder.Services.TryAddSingleton(provider =>
        {
            var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger<MongoStore>();
            options.Notify = sentence => logger.LogInformation("{Notice}", sentence);
            return MongoStore.Open(options, provider.GetRequiredService<IMongoClient>(), provider.GetRequiredService<TimeProvider>());
        });
        builder.AddStore(provider => provider.GetRequiredService<MongoStore>(), provider => provider.GetRequiredService<MongoStore>());
        if (options.Cutouts is { Store: CutoutOptions.InFolder, Folder: { } folder })
            builder.WatchPlace(new("cutouts", Path.GetFullPath(folder)));
        builder.Services.TryAddSingleton<StagePulses>();
        builder.Services.AddSingleton<IHostedService>(provider => new StorePreparation(
            provider.GetRequiredService<MongoStore>(),
            surveys,
            provider.GetRequiredService<StagePulses>().Of("store preparation"),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Adds the store of a SQLite file.</summary>
    public static void AddFileStore(this IHostApplicationBuilder builder, string file, bool isChecked)
    {
        // Another program may be writing: what a power cut left is looked after by a start of `boom`, which has the file to itself.
        var options = new SqliteStoreOptions { Path = file, Recover = false };
        builder.Services.TryAddSingleton(_ => SqliteStore.Open(options));
        builder.AddStore(provider => provider.GetRequiredService<SqliteStore>(), provider => provider.GetRequiredService<SqliteStore>());
        builder.WatchPlace(new("store", Path.GetDirectoryName(Path.GetFullPath(file))!));
        if (isChecked)
            builder.AddStoreCheck("SQLite", null, provider => provider.GetRequiredService<SqliteStore>());
    }

    /// <summary>Adds the check of a store. It is asked past what counts the calls of the stages, and of any survey.</summary>
    public static void AddStoreCheck(this IHostApplicationBuilder builder, string name, TimeSpan? patience, Func<IServiceProvider, IAlertStore> store) =>
        builder.AddServerCheck(name, patience, (provider, token) => store(provider).FindAlertsAsync(default, [0], token).AsTask());

    static void WatchPlace(this IHostApplicationBuilder builder, StoragePlace place)
    {
        builder.WatchDisk(place.Use, place.Folder);
        builder.Services.AddStorageRoom(ProgramSettings.ReadStorage(builder.Configuration), [place]);
    }

    static void AddStore(this IHostApplicationBuilder builder, Func<IServiceProvider, IAlertStore> open, Func<IServiceProvider, IFilterStore> filters)
    {
        builder.Services.TryAddSingleton(filters);
        builder.Services.TryAddSingleton<IAlertStore>(provider => new MeasuredStore(open(provider), provider.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton<ILedger>(provider => provider.GetRequiredService<IAlertStore>());
        builder.Services.TryAddSingleton<IIntakeSwitch>(provider => provider.GetRequiredService<IAlertStore>());
    }
}
