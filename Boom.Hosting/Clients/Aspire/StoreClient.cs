using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Microsoft.Extensions.Hosting;

namespace Boom.Hosting.Clients;

/// <summary>Registration of the store, on the integration Aspire.MongoDB.Driver.</summary>
public static class StoreClient
{
    /// <summary>
    /// Adds the store that the connection string <c>alertdb</c> names: on a MongoDB client with health check, spans and settings of the integration, or
    /// a SQLite file. Section <c>AlertDb</c> says how long a MongoDB store is waited for, <c>Cutouts</c> where it keeps cutouts.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string is missing or names no store, a setting is wrong, or the cutouts have no place.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="surveys">Surveys whose indexes are made and checked at the start.</param>
    public static IHostApplicationBuilder AddBoomStore(this IHostApplicationBuilder builder, IReadOnlyList<Survey> surveys)
    {
        var settings = ClientSection.Read(builder.Configuration, "Aspire:MongoDB:Driver", ConnectionStrings.AlertDb);
        var connection = StoreParts.Read(settings.ConnectionString);
        if (connection.MongoUrl is not { } url)
        {
            builder.AddFileStore(connection.SqliteFile!, !settings.DisableHealthChecks);
            return builder;
        }

        var options = StoreParts.ReadOptions(builder.Configuration, url);
        builder.AddMongoDBClient(ConnectionStrings.AlertDb, client => client.ConnectionString = url, options.Configure);
        builder.AddMongoStore(options, surveys);
        builder.Watch(MongoStore.DriverSource, settings.DisableTracing, settings.DisableMetrics);
        return builder;
    }
}
