using System.Data.Common;
using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using Boom.ServiceDefaults.Health;
using Boom.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Clients;

/// <summary>Registration of the store.</summary>
public static class StoreClient
{
    const string Example = "'Data Source=/var/lib/boom/boom.db'";

    /// <summary>Adds the store that the connection string <c>alertdb</c> names, and its health check.</summary>
    /// <exception cref="ConfigurationFaultException">The connection string is missing or names no store.</exception>
    public static IHostApplicationBuilder AddBoomStore(this IHostApplicationBuilder builder)
    {
        var text = ConnectionStrings.Require(builder.Configuration, ConnectionStrings.AlertDb, Example);
        var path = FileOf(text);
        builder.Services.TryAddSingleton(_ => SqliteStore.Open(new SqliteStoreOptions { Path = path, Recover = false }));
        builder.Services.TryAddSingleton<IAlertStore>(provider => provider.GetRequiredService<SqliteStore>());
        builder.Services.TryAddSingleton<ILedger>(provider => provider.GetRequiredService<IAlertStore>());
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "alertdb",
            provider => new ServerHealthCheck(
                token => provider.GetRequiredService<IAlertStore>().FindAlertsAsync(Survey.Ztf, [], token).AsTask(),
                provider.GetRequiredService<TimeProvider>()),
            failureStatus: null,
            tags: null));
        return builder;
    }

    static string FileOf(string text)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            if (parts.TryGetValue("Data Source", out var path) && path is string { Length: > 0 } file)
                return Path.GetFullPath(file);
        }
        catch (ArgumentException)
        {
            // What is wrong may be a password; it is not repeated.
        }

        throw new ConfigurationFaultException($"The connection string alertdb names no store: give {Example}, a SQLite file that programs of one machine share.");
    }
}
