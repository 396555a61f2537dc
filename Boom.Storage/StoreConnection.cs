using System.Data.Common;
using Boom.Core.Resilience;
using Boom.Storage.Mongo;

namespace Boom.Storage;

/// <summary>What the connection string <c>alertdb</c> names: a MongoDB database, or a SQLite file.</summary>
/// <param name="MongoUrl"><c>mongodb://…</c>; null for SQLite.</param>
/// <param name="SqliteFile">Path of the file; null for MongoDB.</param>
public sealed record StoreConnection(string? MongoUrl, string? SqliteFile)
{
    const string Examples = "mongodb://localhost:27017/boom, mongodb://user:password@host:27017/boom?authSource=admin, or 'Data Source=/var/lib/boom/boom.db', a SQLite file that programs of one machine share";

    /// <summary>Takes a connection string apart. Its text never gets into a message, as it may hold a password.</summary>
    /// <exception cref="PermanentFaultException">It names no store.</exception>
    public static StoreConnection Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith("mongodb://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("mongodb+srv://", StringComparison.OrdinalIgnoreCase))
        {
            new MongoStoreOptions { ConnectionString = text }.Validate();
            return new(text, null);
        }

        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            if (parts.TryGetValue("Data Source", out var path) && path is string { Length: > 0 } file)
                return new(null, Path.GetFullPath(file));
        }
        catch (ArgumentException)
        {
            // Told below.
        }

        throw new PermanentFaultException($"The connection string alertdb names no store: give {Examples}.");
    }
}
