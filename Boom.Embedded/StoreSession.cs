using Boom.Core.Plays;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Hosting;
using Boom.Storage;
using Boom.Storage.Mongo;
using Boom.Storage.Sqlite;

namespace Boom.Embedded;

/// <summary>The store of a data folder, opened for one command.</summary>
public sealed class StoreSession : IDisposable
{
    const string FileName = "boom.db";

    readonly IDisposable _store;
    readonly SqliteStore? _file;
    readonly DataFolder? _folder;

    StoreSession(SqliteStore store, string file, DataFolder? folder)
    {
        Name = Path.GetFileName(file) == FileName ? Path.GetDirectoryName(Path.GetFullPath(file))! : file;
        _store = _file = store;
        _folder = folder;
        (Alerts, Reader, Journal, Filters) = (store, store, store, store);
    }

    StoreSession(MongoStore store) => (Name, _store, Alerts, Reader, Journal, Filters) = (store.Name, store, store, store, store, store);

    /// <summary>The data folder, file or server, for messages.</summary>
    public string Name { get; }

    /// <summary>Documents, ledger and dead letters.</summary>
    public IAlertStore Alerts { get; }

    /// <summary>Look-ups.</summary>
    public IAlertReader Reader { get; }

    /// <summary>The play journal.</summary>
    public IPlayJournal Journal { get; }

    /// <summary>Filters, hits, and alerts that are due.</summary>
    public IFilterStore Filters { get; }

    /// <summary>The store's file in a data folder.</summary>
    public static string FileOf(string folder) => Path.Combine(folder, FileName);

    /// <summary>Bytes on disk of a store that is a file; 0 of one on a server.</summary>
    public long SizeBytes => _file?.SizeBytes ?? 0;

    /// <summary>Reads a store that is a file whole; its first damage, or null.</summary>
    public string? FindDamage(CancellationToken cancellationToken) => _file?.FindDamage(cancellationToken);

    /// <summary>
    /// Opens the store to look things up: the one that <c>ConnectionStrings__alertdb</c> names, or else that of a data folder.
    /// </summary>
    public static StoreSession OpenForReading(string folder)
        => FromEnvironment() switch
        {
            { MongoUrl: { } url } => new(Mongo(url)),
            { SqliteFile: { } file } => OpenFileForReading(file),
            _ => OpenFolderForReading(folder),
        };

    /// <summary>
    /// Opens the store to change it: the one that <c>ConnectionStrings__alertdb</c> names, or else that of a data folder, where nobody else may
    /// run meanwhile.
    /// </summary>
    public static StoreSession OpenForWriting(string folder)
        => FromEnvironment() switch
        {
            { MongoUrl: { } url } => new(Mongo(url)),
            { SqliteFile: { } file } => new StoreSession(
                SqliteStore.Open(new SqliteStoreOptions { Path = file, CreateIfMissing = false, Recover = false }), file, folder: null),
            _ => OpenFolderForWriting(folder),
        };

    /// <summary>
    /// Opens the store to change alerts while others may write to it as well: the one that <c>ConnectionStrings__alertdb</c> names, or else that of a data
    /// folder, which a run may hold.
    /// </summary>
    public static StoreSession OpenBeside(string folder)
    {
        switch (FromEnvironment())
        {
            case { MongoUrl: { } url }:
                return new(Mongo(url));
            case { SqliteFile: { } file }:
                return OpenFile(file);
            default:
                RequireStore(folder);
                return OpenFile(FileOf(folder));
        }

        static StoreSession OpenFile(string file) => new(
            SqliteStore.Open(new SqliteStoreOptions { Path = file, CreateIfMissing = false, Recover = false }), file, folder: null);
    }

    /// <summary>
    /// The same, for what may be stored before the first alert: a data folder or file that is not there is made.
    /// </summary>
    public static StoreSession OpenOrMakeBeside(string folder)
    {
        var file = FromEnvironment() switch
        {
            { MongoUrl: not null } => null,
            { SqliteFile: { } named } => named,
            _ => FileOf(folder),
        };
        if (file is not null && !File.Exists(file))
            Make(file, isFolder: file == FileOf(folder));
        return OpenBeside(folder);
    }

    // Under the lock of the folder: a run that begins at this moment makes the store itself.
    static void Make(string file, bool isFolder)
    {
        try
        {
            using var locked = isFolder ? DataFolder.Open(Path.GetDirectoryName(file)!) : null;
            using var store = SqliteStore.Open(new SqliteStoreOptions { Path = file });
        }
        catch (DataFolderException fault) when (fault.IsInUse && File.Exists(file))
        {
            // It has just been made.
        }
    }

    /// <summary>The store on a MongoDB server.</summary>
    public static MongoStore Mongo(string url, Action<string>? notify = null)
    {
        var options = ProgramSettings.ReadMongo(ProgramSettings.FromEnvironment(), url);
        options.Notify = notify ?? options.Notify;
        return MongoStore.Open(options, TimeProvider.System);
    }

    static StoreConnection? FromEnvironment()
        => ServerSettings.FromEnvironment().AlertDb is { } text ? StoreConnection.Parse(text) : null;

    /// <summary>Opens the store of a folder to look things up, also while a run holds the folder, and also where nothing can be written.</summary>
    public static StoreSession OpenFolderForReading(string folder)
    {
        RequireStore(folder);
        return OpenFileForReading(FileOf(folder));
    }

    static void RequireStore(string folder)
    {
        if (!File.Exists(FileOf(folder)))
            throw new ExitException(ExitCode.Missing, $"There is nothing stored in {folder}: 'boom run' makes a data folder, --data names another.");
    }

    static StoreSession OpenFileForReading(string file)
    {
        var options = new SqliteStoreOptions { Path = file, CreateIfMissing = false, Recover = false };
        try
        {
            return new StoreSession(SqliteStore.Open(options), file, folder: null);
        }
        catch (PermanentFaultException) when (!CanWrite(file))
        {
            return new StoreSession(SqliteStore.OpenUnwritable(options), file, folder: null);
        }
    }

    static StoreSession OpenFolderForWriting(string folder)
    {
        // Asked first, as the lock would make the folder.
        RequireStore(folder);
        var locked = DataFolder.Open(folder);
        try
        {
            return new StoreSession(SqliteStore.Open(new SqliteStoreOptions { Path = FileOf(folder), CreateIfMissing = false }), FileOf(folder), locked);
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    // Readers keep a small file beside the store. The store itself is not opened to see: closing it would drop the locks SQLite has on it.
    static bool CanWrite(string file)
    {
        try
        {
            var name = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, $".boom-probe-{Environment.ProcessId}");
            using var probe = new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return !new FileInfo(file).IsReadOnly;
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
