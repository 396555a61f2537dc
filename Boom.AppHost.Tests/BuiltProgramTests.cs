using Aspire.Hosting;

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
        new IProjectMetadata[] { new global::Projects.Boom_Cli(), new global::Projects.Boom_Consumer(), new global::Projects.Boom_AlertWorker(), new global::Projects.Boom_Enricher() },
        project => Assert.NotNull(BuiltProgram.Find(project.ProjectPath)));

    string Project(string name, string properties)
    {
        var path = Path.Combine(_folder, $"{name}.csproj");
        File.WriteAllText(path, $"<Project>{properties}</Project>");
        return path;
    }
}
