using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using Boom.ServiceDefaults.Health;
using Boom.Storage;
using Boom.Storage.Cutouts;
using Boom.Storage.Mongo;
using Boom.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Clients;

/// <summary>Registration of the store.</summary>
public static class StoreClient
{
    /// <summary>
    /// Adds the store that the connection string <c>alertdb</c> names, and its health check, <c>MongoDB.Driver</c> or <c>SQLite</c>. Section
    /// <c>AlertDb</c> says how long a MongoDB store is waited for, <c>Cutouts</c> where it keeps cutouts.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string is missing or names no store, or the cutouts have no place.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="surveys">Surveys whose indexes are made and checked at the start.</param>
    public static IHostApplicationBuilder AddBoomStore(this IHostApplicationBuilder builder, IReadOnlyList<Survey> surveys)
    {
        var connection = Read(builder.Configuration);
        if (connection.MongoUrl is { } url)
        {
            var options = ReadOptions(builder.Configuration, url);
            builder.Services.TryAddSingleton(provider => MongoStore.Open(options, provider.GetRequiredService<TimeProvider>()));
            builder.Services.TryAddSingleton<IAlertStore>(provider => provider.GetRequiredService<MongoStore>());
            builder.Services.TryAddSingleton<StagePulses>();
            builder.Services.AddSingleton<IHostedService>(provider => new StorePreparation(
                provider.GetRequiredService<MongoStore>(),
                surveys,
                provider.GetRequiredService<StagePulses>().Of("store preparation"),
                provider.GetRequiredService<TimeProvider>()));
        }
        else
        {
            // Another program may be writing: what a power cut left is looked after by a start of `boom`, which has the file to itself.
            var options = new SqliteStoreOptions { Path = connection.SqliteFile!, Recover = false };
            builder.Services.TryAddSingleton<IAlertStore>(_ => SqliteStore.Open(options));
        }

        builder.Services.TryAddSingleton<ILedger>(provider => provider.GetRequiredService<IAlertStore>());
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            connection.MongoUrl is null ? "SQLite" : "MongoDB.Driver",
            provider => new ServerHealthCheck(
                token => provider.GetRequiredService<IAlertStore>().FindAlertsAsync(Survey.Ztf, [0], token).AsTask(),
                provider.GetRequiredService<TimeProvider>()),
            failureStatus: null,
            tags: null));
        return builder;
    }

    static StoreConnection Read(IConfiguration configuration)
    {
        var text = ConnectionStrings.Require(configuration, ConnectionStrings.AlertDb, "mongodb://localhost:27017/boom");
        try
        {
            return StoreConnection.Parse(text);
        }
        catch (StoreException fault)
        {
            throw new ConfigurationFaultException(fault.Message, fault);
        }
    }

    static MongoStoreOptions ReadOptions(IConfiguration configuration, string url)
    {
        var options = new AlertDbOptions();
        if (StageOptions.Bind(configuration, AlertDbOptions.Section, options) is { Count: > 0 } problems)
            throw new ConfigurationFaultException(string.Join(Environment.NewLine, problems));
        var cutouts = configuration.GetSection("Cutouts").Get<CutoutOptions>() ?? new CutoutOptions();
        try
        {
            var store = options.ToStoreOptions(url, cutouts);
            store.Validate();
            return store;
        }
        catch (StoreException fault)
        {
            throw new ConfigurationFaultException(fault.Message, fault);
        }
    }
}
