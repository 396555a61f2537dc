using Boom.Core.Plays;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Embedded.Plays;
using Boom.Embedded.Servers;
using Boom.Storage;
using Boom.Storage.Sqlite;

namespace Boom.Embedded;

/// <summary>The faces of one store: as the stages see it, as people see it, what was played, filters; the last closes it.</summary>
sealed record StackStore(IAlertStore Alerts, IAlertReader Reader, IPlayJournal Journal, IFilterStore Filters, IAsyncDisposable Lifetime)
{
    /// <summary>Opens the store that a connection string names, or else that of a data folder.</summary>
    /// <param name="alertDb">Connection string <c>alertdb</c>; null for none.</param>
    /// <param name="folder">Data folder.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="showWarning">Hears what a person should know.</param>
    /// <param name="cancellationToken">Ends the wait for a server.</param>
    /// <exception cref="TransientFaultException">The server does not answer: see <see cref="FirstAnswer"/>.</exception>
    public static async ValueTask<StackStore> OpenAsync(string? alertDb, DataFolder folder, TimeProvider time, Action<string> showWarning, CancellationToken cancellationToken)
    {
        var connection = alertDb is null ? null : StoreConnection.Parse(alertDb);
        if (connection?.MongoUrl is { } url)
        {
            var server = StoreSession.Mongo(url);
            try
            {
                await FirstAnswer.OfAsync(server.ReadPlaysAsync, showWarning, time, cancellationToken);
            }
            catch
            {
                server.Dispose();
                throw;
            }

            return new StackStore(server, server, new RetryingPlayJournal(server, time, showWarning), server, new StoreLifetime(server));
        }

        var store = SqliteStore.Open(new SqliteStoreOptions { Path = connection?.SqliteFile ?? StoreSession.FileOf(folder.Path) });
        if (store.Recovered > 0)
            showWarning($"A power cut had taken the cutouts of {TotalAccount.Count(store.Recovered)} {(store.Recovered == 1 ? "alert; its packet is" : "alerts; their packets are")} read again.");
        return new StackStore(store, store, new RetryingPlayJournal(store, time, showWarning), store, new StoreLifetime(store));
    }

    sealed class StoreLifetime(IDisposable store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            store.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
