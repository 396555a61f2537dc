using Boom.Storage.Sqlite;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>A folder for one test's database, removed with it.</summary>
sealed class SqliteFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("boom-sqlite-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "boom.db");

    public SqliteStore Open() => SqliteStore.Open(new SqliteStoreOptions { Path = Path });

    /// <summary>Folder of the cutouts.</summary>
    public string Cutouts => Path + "-cutouts";

    /// <summary>Copies file, log and cutouts as they are: what a process leaves behind that ends now.</summary>
    public void CopyTo(SqliteFolder other)
    {
        File.Copy(Path, other.Path, overwrite: true);
        if (File.Exists(Path + "-wal"))
            File.Copy(Path + "-wal", other.Path + "-wal", overwrite: true);
        CopyCutoutsTo(other);
    }

    public void CopyCutoutsTo(SqliteFolder other)
    {
        Directory.CreateDirectory(other.Cutouts);
        foreach (var file in Directory.GetFiles(Cutouts))
            File.Copy(file, System.IO.Path.Combine(other.Cutouts, System.IO.Path.GetFileName(file)), overwrite: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
