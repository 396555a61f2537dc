using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Plays;
using Boom.Storage;
using Boom.Storage.Sqlite;

namespace Boom.Embedded;

/// <summary>The faces of one store: as the stages see it, as people see it, what was played, filters; the last closes it.</summary>
sealed record StackStore(IAlertStore Alerts, IAlertReader Reader, IPlayJournal Journal, IFilterStore Filters, IAsyncDisposable Lifetime)
{
    /// <summary>Opens the store that a connection string names, or else that of a data folder.</summary>
    /// <param name="alertDb">Connection string <c>alertdb</c>; null for none.</param>
    public static StackStore Open(string? alertDb, DataFolder folder, TimeProvider time, Action<string> showWarning)
    {
        var connection = alertDb is null ? null : StoreConnection.Parse(alertDb);
        if (connection?.MongoUrl is { } url)
        {
            var server = StoreSession.Mongo(url);
            return new StackStore(server, server, new RetryingPlayJournal(server, time, showWarning), server, new StoreLifetime(server));
        }

        var store = SqliteStore.Open(new SqliteStoreOptions { Path = connection?.SqliteFile ?? StoreSession.FileOf(folder.Path) });
        if (store.Recovered > 0)
            showWarning($"A power cut had taken the cutouts of {TotalAccount.Count(store.Recovered)} alerts; their packets are read again.");
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
