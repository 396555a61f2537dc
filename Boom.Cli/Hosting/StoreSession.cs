using Boom.Core.Pipeline;
using Boom.Embedded;
using Boom.Storage.Sqlite;

namespace Boom.Cli.Hosting;

/// <summary>The store of a data folder, opened for one command.</summary>
internal sealed class StoreSession : IDisposable
{
    const string FileName = "boom.db";

    readonly SqliteStore _store;
    readonly DataFolder? _folder;

    StoreSession(SqliteStore store, DataFolder? folder)
    {
        _store = store;
        _folder = folder;
    }

    /// <summary>Documents, ledger and dead letters.</summary>
    public IAlertStore Alerts => _store;

    /// <summary>Look-ups.</summary>
    public IAlertReader Reader => _store;

    /// <summary>The play journal.</summary>
    public IPlayJournal Journal => _store;

    /// <summary>The store's file in a data folder.</summary>
    public static string FileOf(string folder) => Path.Combine(folder, FileName);

    /// <summary>Bytes on disk.</summary>
    public long SizeBytes => _store.SizeBytes;

    /// <summary>Reads the whole store; its first damage, or null.</summary>
    public string? FindDamage(CancellationToken cancellationToken) => _store.FindDamage(cancellationToken);

    /// <summary>Opens the store to look things up, also while a run holds the folder, and also where nothing can be written.</summary>
    public static StoreSession OpenForReading(string folder)
    {
        if (!File.Exists(FileOf(folder)))
            throw new CliException(ExitCode.Missing, $"There is nothing stored in {folder}: 'boom run' makes a data folder, --data names another.");
        var options = new SqliteStoreOptions { Path = FileOf(folder), CreateIfMissing = false, Recover = false };
        try
        {
            return new StoreSession(SqliteStore.Open(options), folder: null);
        }
        catch (StoreException) when (!CanWrite(folder))
        {
            return new StoreSession(SqliteStore.OpenUnwritable(options), folder: null);
        }
    }

    /// <summary>Opens the store to change it; nobody else may run on the folder meanwhile.</summary>
    public static StoreSession OpenForWriting(string folder)
    {
        // Asked first, as the lock would make the folder.
        if (!File.Exists(FileOf(folder)))
            throw new CliException(ExitCode.Missing, $"There is nothing stored in {folder}: 'boom run' makes a data folder, --data names another.");
        var locked = DataFolder.Open(folder);
        try
        {
            return new StoreSession(SqliteStore.Open(new SqliteStoreOptions { Path = FileOf(folder), CreateIfMissing = false }), locked);
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    // Readers keep a small file beside the store. The store itself is not opened to see: closing it would drop the locks SQLite has on it.
    static bool CanWrite(string folder)
    {
        try
        {
            var name = Path.Combine(folder, $".boom-probe-{Environment.ProcessId}");
            using var probe = new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return !new FileInfo(FileOf(folder)).IsReadOnly;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder?.Dispose();
    }
}
