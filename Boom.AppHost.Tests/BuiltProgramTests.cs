using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests;

public sealed class BuiltProgramTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("boom-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Find_ProjectIsNotBuilt_IsLeftToDotnetRun() => Assert.Null(BuiltProgram.Find(Project("Toy", "")));

    [Theory]
    [InlineData("", "Toy")]
    [InlineData("<PropertyGroup><AssemblyName>play</AssemblyName></PropertyGroup>", "play")]
    public void Find_ProjectIsBuilt_IsItsProgram(string properties, string name)
    {
        var project = Project("Toy", properties);
        var programs = new[] { "Debug", "Release" }
            .Select(configuration => Path.Combine(_folder, "bin", configuration, "net10.0", name + (OperatingSystem.IsWindows() ? ".exe" : ""))).ToArray();
        foreach (var program in programs)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(program)!);
            File.WriteAllText(program, "");
        }

        Assert.Contains(BuiltProgram.Find(project), programs);
    }

    [Fact]
    public void StartedAsBuilt_ProgramsOfBoom_AreEachFound() => Assert.All(
        new IProjectMetadata[] { new global::Projects.Boom_Cli(), new global::Projects.Boom_Consumer(), new global::Projects.Boom_AlertWorker(), new global::Projects.Boom_Enricher(), new global::Projects.Boom_FilterWorker() },
        project => Assert.NotNull(BuiltProgram.Find(project.ProjectPath)));

    [Theory]
    [InlineData("--DEBUG_SESSION_PORT=localhost:1234")]
    [InlineData("--DOTNET_WATCH=1")]
    public async Task StartedAsBuilt_ADebuggerOrWatchStartsThem_AreLeftToIt(string argument)
    {
        await using var plain = await Model.EmbedAsync();
        await using var watched = await Model.EmbedAsync(argument);

        Assert.Contains(plain.Program("consumer-ztf").Annotations, annotation => annotation is ExecutableAnnotation);
        Assert.DoesNotContain(watched.Program("consumer-ztf").Annotations, annotation => annotation is ExecutableAnnotation);
    }

    string Project(string name, string properties)
    {
        var path = Path.Combine(_folder, $"{name}.csproj");
        File.WriteAllText(path, $"<Project>{properties}</Project>");
        return path;
    }
}
