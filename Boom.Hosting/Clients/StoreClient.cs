using Boom.Core.Surveys;
using Boom.ServiceDefaults;
using Boom.Storage.Mongo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using MongoDB.Driver;

namespace Boom.Hosting.Clients;

/// <summary>Registration of the store, on the plain MongoDB.Driver; <c>AspireClients=alertdb</c> puts the Aspire integration in its place.</summary>
public static class StoreClient
{
    const string Section = "Aspire:MongoDB:Driver";

    /// <summary>
    /// Adds the store that the connection string <c>alertdb</c> names, and its health check, <c>MongoDB.Driver</c> or <c>SQLite</c>. Section
    /// <c>AlertDb</c> says how long a MongoDB store is waited for, <c>Cutouts</c> where it keeps cutouts.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string is missing or names no store, a setting is wrong, or the cutouts have no place.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="surveys">Surveys whose indexes are made and checked at the start.</param>
    public static IHostApplicationBuilder AddBoomStore(this IHostApplicationBuilder builder, IReadOnlyList<Survey> surveys)
    {
        var settings = ClientSection.Read(builder.Configuration, Section, ConnectionStrings.AlertDb);
        var connection = StoreParts.Read(settings.ConnectionString);
        if (connection.MongoUrl is not { } url)
        {
            builder.AddFileStore(connection.SqliteFile!, !settings.DisableHealthChecks);
            return builder;
        }

        var options = StoreParts.ReadOptions(builder.Configuration, url);
        builder.Services.TryAddSingleton<IMongoClient>(_ => new MongoClient(options.ToClientSettings()));
        builder.AddMongoStore(options, surveys);
        if (!settings.DisableHealthChecks)
        {
            builder.AddStoreCheck(
                "MongoDB.Driver",
                settings.HealthCheckTimeout is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
                provider => provider.GetRequiredService<MongoStore>());
        }

        builder.Watch(MongoStore.DriverSource, settings.DisableTracing, settings.DisableMetrics);
        return builder;
    }
}
