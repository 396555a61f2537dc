using System.Reflection;
using System.Runtime.Versioning;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;

namespace Boom.AppHost;

/// <summary>
/// Starts a project as the program that the build left in its <c>bin</c> folder. Without it each program is a <c>dotnet run</c> that evaluates
/// the project first (1 to 2 s of processor time) and stays beside the program (70 MB).
/// </summary>
static class BuiltProgram
{
    // Profiles cost each program some tenths of a second of processor at the start, when all start at once.
    const string Profiling = "DOTNET_TieredPGO";

    /// <summary>
    /// Has the orchestrator start what was built with this app. Left to <c>dotnet run</c>: what an IDE starts or <c>dotnet watch</c> watches,
    /// and a project whose program is not where builds put it.
    /// </summary>
    public static IResourceBuilder<ProjectResource> StartedAsBuilt(this IResourceBuilder<ProjectResource> program)
    {
        var builder = program.ApplicationBuilder;
        var project = program.Resource.GetProjectMetadata().ProjectPath;
        return builder.ExecutionContext.IsRunMode && !IsDebugged(builder.Configuration) && Find(project) is { } path
            ? program.WithAnnotation(new ExecutableAnnotation { Command = path, WorkingDirectory = Path.GetDirectoryName(project)! })
                .WithEnvironment(Profiling, "0")
            : program;
    }

    /// <summary>The program of a project, built in the configuration of this app; null when there is none.</summary>
    /// <param name="projectPath">The project file.</param>
    public static string? Find(string projectPath)
    {
        var app = typeof(BuiltProgram).Assembly;
        var configuration = app.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "";
        var framework = new FrameworkName(app.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName).Version;
        var name = XDocument.Load(projectPath).Descendants("AssemblyName").LastOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(projectPath);
        var path = Path.Combine(
            Path.GetDirectoryName(projectPath)!, "bin", configuration, $"net{framework}", name + (OperatingSystem.IsWindows() ? ".exe" : ""));
        return File.Exists(path) ? path : null;
    }

    // Names of Aspire and of the SDK.
    static bool IsDebugged(IConfiguration configuration) =>
        configuration["DEBUG_SESSION_PORT"] is { Length: > 0 } || configuration["DOTNET_WATCH"] is "1" or "true";
}
