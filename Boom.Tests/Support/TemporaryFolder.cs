namespace Boom.Tests.Support;

/// <summary>A folder of one test, removed with it.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("boom-test-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
