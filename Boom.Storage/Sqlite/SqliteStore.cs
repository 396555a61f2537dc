using System.Collections.Concurrent;
using Boom.Core.Plays;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;

namespace Boom.Storage.Sqlite;

/// <summary>
/// Alerts, objects, ledger, dead letters and the play journal in one SQLite file, cutouts in segments beside it. One connection writes,
/// under a lock, one transaction per call; the others read what was committed last and never wait for the writer. Several stores, also
/// in several programs, may share a file. Calls run on the caller's thread.
/// </summary>
public sealed partial class SqliteStore : IAlertStore, IAlertReader, IFilterStore, IPlayJournal, IDisposable
{
    const int KeptReaders = 4;
    const int ReaderCacheKibibytes = 2048;

    readonly SqliteStoreOptions _options;
    readonly bool _unwritable;
    readonly SqliteDatabase _writer;
    readonly SemaphoreSlim _writeLock = new(1);
    readonly ConcurrentBag<SqliteDatabase> _readers = [];
    readonly CutoutSegments _segments;
    readonly CutoutFlush _flush;
    readonly SqliteAlertWriter _alertWriter;
    readonly bool[] _hasTables = new bool[Enum.GetValues<Survey>().Length];
    readonly bool[] _hasObjects = new bool[Enum.GetValues<Survey>().Length];
    readonly FileInfo _log;
    volatile bool _disposed;

    SqliteStore(SqliteStoreOptions options, SqliteDatabase writer, bool unwritable = false)
    {
        _options = options;
        _unwritable = unwritable;
        _writer = writer;
        _log = new FileInfo(options.Path + "-wal");
        _segments = new(options.Path + "-cutouts", options.SegmentBytes);
        _flush = new(writer, _segments);
        _alertWriter = new(_segments, HasObjects, options.MaxHeadBytes);
    }

    /// <summary>Alerts taken back at the start because a power cut had taken their cutouts; their packets are read again.</summary>
    public int Recovered { get; private set; }

    /// <summary>Bytes of the file and of the cutouts beside it.</summary>
    public long SizeBytes => new FileInfo(_options.Path).Length + _segments.SizeBytes;

    /// <summary>Opens the store, and makes it where there is none.</summary>
    /// <exception cref="PermanentFaultException">The file is missing, unreadable, damaged, or of another program or version.</exception>
    /// <exception cref="TransientFaultException">Another program holds the file.</exception>
    public static SqliteStore Open(SqliteStoreOptions options)
    {
        if (!options.CreateIfMissing && !File.Exists(options.Path))
            throw new PermanentFaultException($"There is no store {options.Path}: give the data folder of an earlier run with --data.");
        var writer = SqliteDatabase.Open(options.Path, options.CreateIfMissing, options.BusyTimeout);
        try
        {
            SqliteSchema.Prepare(writer);
            var store = new SqliteStore(options, writer);
            if (options.Recover)
                store.Recovered = store.RecoverCutouts();
            return store;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens a store that this user cannot write, such as one on a read-only disk, to look things up. Nothing may write it meanwhile.</summary>
    /// <exception cref="PermanentFaultException">
    /// The file cannot be read, is of another program or version, or its last run has left changes beside it that cannot be read from there.
    /// </exception>
    public static SqliteStore OpenUnwritable(SqliteStoreOptions options)
    {
        if (new FileInfo(options.Path + "-wal") is { Exists: true, Length: > 0 })
        {
            throw new PermanentFaultException(
                $"The store {options.Path} cannot be written and its last run has not ended cleanly: copy its folder to where it can be written, and look there.");
        }

        var database = SqliteDatabase.OpenUnwritable(options.Path);
        try
        {
            SqliteSchema.Check(database);
            return new(options, database, unwritable: true);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _writeLock.Wait();
        FlushAtEnd();
        _disposed = true;
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _alertWriter.Dispose();
        _segments.Dispose();
        _writer.Dispose();
        _writeLock.Release();
    }

    /// <summary>Sets how many pages the file may have, which stands for the size of the disk.</summary>
    internal void LimitPages(int pages) => _writer.Execute(FormattableString.Invariant($"PRAGMA max_page_count = {pages}"));

    /// <summary>Runs one write transaction: all of it is durable on return, or none of it.</summary>
    async ValueTask<T> WriteAsync<T>(Func<SqliteDatabase, T> work, CancellationToken cancellationToken)
    {
        await _writeLock.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var result = _writer.Transact("BEGIN IMMEDIATE", work);
            FlushBehind();
            _log.Refresh();
            if (_log.Exists && _log.Length > _options.MaxLogBytes)
                _writer.Checkpoint();
            return result;
        }
        finally
        {
            _writeLock.Release();
        }
    }

    async ValueTask WriteAsync(Action<SqliteDatabase> work, CancellationToken cancellationToken) => await WriteAsync(
        database =>
        {
            work(database);
            return true;
        },
        cancellationToken);

    /// <summary>Runs look-ups on one state of the store.</summary>
    T Read<T>(Func<SqliteDatabase, T> work, CancellationToken cancellationToken) => Use(reader => reader.Transact("BEGIN", work), cancellationToken);

    /// <summary>Runs something on a connection beside the writing one.</summary>
    T Use<T>(Func<SqliteDatabase, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_readers.TryTake(out var reader))
        {
            reader = _unwritable
                ? SqliteDatabase.OpenUnwritable(_options.Path)
                : SqliteDatabase.Open(_options.Path, create: false, _options.BusyTimeout);
            SqliteSchema.Configure(reader, ReaderCacheKibibytes);
        }

        try
        {
            return work(reader);
        }
        finally
        {
            if (_disposed || _readers.Count >= KeptReaders)
                reader.Dispose();
            else
                _readers.Add(reader);
        }
    }

    /// <summary>Whether the survey has tables; they never go away again.</summary>
    bool HasTables(SqliteDatabase database, Survey survey)
        => _hasTables[(int)survey] || (_hasTables[(int)survey] = database.ReadInt64(SurveySql.Of(survey).TablesExist) > 0);

    bool HasObjects(SqliteDatabase database, Survey survey)
        => _hasObjects[(int)survey]
            || (HasTables(database, survey) && (_hasObjects[(int)survey] = database.ReadInt64(SurveySql.Of(survey).HasObjects) > 0));

    async ValueTask EnsureTablesAsync(Survey survey, CancellationToken cancellationToken)
    {
        if (_hasTables[(int)survey])
            return;
        await WriteAsync(database => database.Execute(SqliteSchema.SurveyTables(survey)), cancellationToken);
        _hasTables[(int)survey] = true;
    }
}
