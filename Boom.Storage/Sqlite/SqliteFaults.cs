using Boom.Core.Resilience;
using SQLitePCL;

namespace Boom.Storage.Sqlite;

/// <summary>Turns SQLite's result codes (sqlite.org/rescode.html) into what the stages understand.</summary>
static class SqliteFaults
{
    /// <summary>
    /// Busy, locked, full and input/output faults pass, sooner or later, and the stage waits for it: a full disk loses nothing, the queue
    /// and the broker keep what comes. Everything else needs a person.
    /// </summary>
    public static Exception Of(int code, string path, string detail) => (code & 0xff) switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new TransientFaultException($"The store {path} is in use by another program."),
        raw.SQLITE_FULL => new TransientFaultException($"The disk of the store {path} is full: free some space, the work goes on by itself."),
        raw.SQLITE_IOERR => new TransientFaultException($"The disk of the store {path} does not read or write ({detail}): look at the disk."),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => new PermanentFaultException(
            $"The store {path} cannot be written: give this user the right to write the file and its folder, or choose another data folder."),
        raw.SQLITE_CANTOPEN => new PermanentFaultException(
            $"The store {path} cannot be opened: see that its folder exists and that this user may write there, or choose another data folder."),
        raw.SQLITE_NOTADB => new PermanentFaultException($"The file {path} is not a store of Boom: choose another data folder, or move the file away."),
        raw.SQLITE_CORRUPT => new PermanentFaultException(
            $"The store {path} is damaged ({detail}): move it away and take a backup, or play the night again into another data folder."),
        _ => new PermanentFaultException($"The store {path} refused a statement ({detail}, code {code}): see the log."),
    };
}
