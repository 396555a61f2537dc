using Boom.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Embedded;

public sealed class EmbeddedStackTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("boom-stack-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Task<EmbeddedStack> StartAsync(StackOptions options) => EmbeddedStack.StartAsync(
        options,
        (_, _) => throw new IOException("the store is broken"),
        TimeProvider.System,
        NullLoggerFactory.Instance,
        _ => { },
        CancellationToken.None);

    [Fact]
    public async Task StartAsync_StoreFails_GivesTheFolderBack()
    {
        await Assert.ThrowsAsync<IOException>(() => StartAsync(new StackOptions(_folder, null, null)));

        using var folder = DataFolder.Open(_folder);
        Assert.Equal(_folder, folder.Path);
    }
}
