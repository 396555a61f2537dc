using Boom.Storage.Sqlite;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>A folder for one test's database, removed with it.</summary>
sealed class SqliteFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("boom-sqlite-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "boom.db");

    public SqliteStore Open() => SqliteStore.Open(new SqliteStoreOptions { Path = Path });

    public void Dispose() => _folder.Delete(recursive: true);
}
