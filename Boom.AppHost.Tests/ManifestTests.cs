using System.Diagnostics;
using System.Text.Json;

namespace Boom.AppHost.Tests;

public sealed class ManifestTests
{
    [Fact]
    public async Task Publish_Manifest_NamesProgramsAndServers()
    {
        using var manifest = await PublishAsync();

        var resources = manifest.RootElement.GetProperty("resources");

        Assert.Equal("project.v0", resources.GetProperty("consumer-ztf").GetProperty("type").GetString());
        Assert.Equal("{alertdb.connectionString}", resources.GetProperty("enricher-ztf").GetProperty("env").GetProperty("ConnectionStrings__alertdb").GetString());
        Assert.Equal("prepare", resources.GetProperty("indexes").GetProperty("args")[0].GetString());
        Assert.StartsWith("mongodb://", resources.GetProperty("mongodb").GetProperty("connectionString").GetString(), StringComparison.Ordinal);
        Assert.False(resources.TryGetProperty("player", out _));
    }

    static async Task<JsonDocument> PublishAsync()
    {
        var folder = Directory.CreateTempSubdirectory("boom-manifest-");
        try
        {
            var file = Path.Combine(folder.FullName, "manifest.json");
            var run = new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    Path.Combine(AppContext.BaseDirectory, "Boom.AppHost.dll"), "--operation", "publish", "--step", "publish-manifest", "--output-path", file,
                },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Projects.Boom_AppHost.ProjectPath,
            };
            using var process = Process.Start(run)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0 && File.Exists(file), $"{await output}{await errors}");
            return JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
