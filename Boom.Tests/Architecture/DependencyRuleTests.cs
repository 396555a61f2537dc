using System.Xml.Linq;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Architecture;

/// <summary>
/// Core ← Simulation, Storage, Messaging, Inference, Catalogs, ServiceDefaults ← Hosting ← stages ← Embedded, Testing ← Lab ← Cli ← tests and benchmarks; nothing points the other
/// way. Projects that are not there yet have their layer already.
/// </summary>
public sealed class DependencyRuleTests
{
    static readonly string[][] Layers =
    [
        ["Boom.Core"],
        ["Boom.Simulation", "Boom.Storage", "Boom.Messaging", "Boom.Inference", "Boom.Catalogs", "Boom.ServiceDefaults"],
        ["Boom.Hosting"],
        ["Boom.Consumer", "Boom.AlertWorker", "Boom.Enricher", "Boom.FilterWorker", "Boom.Api"],
        ["Boom.Embedded", "Boom.Testing"],
        ["Boom.Lab"],
        ["Boom.Cli"],
        ["Boom.Tests", "Boom.Benchmarks", "Boom.AppHost"],
        ["Boom.AppHost.Tests"],
    ];

    static readonly string[] ServerClients =
        ["Confluent.Kafka", "StackExchange.Redis", "Microsoft.Garnet", "Microsoft.Data.Sqlite", "MongoDB.Driver", "MongoDB.Bson", "Microsoft.Extensions.Hosting"];

    public static TheoryData<string> Projects => [.. ProjectFiles().Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfEveryProject_PointToLowerLayers(string project)
    {
        var own = LayerOf(project);

        Assert.All(References(project, "ProjectReference"), r => Assert.True(LayerOf(r) < own, $"{project} refers to {r}"));
    }

    [Fact]
    public void Core_DependsOnNoServerClient() => Assert.Empty(References("Boom.Core", "PackageReference").Intersect(ServerClients));

    /// <summary>What a project uses, be it referred to or come by through another project.</summary>
    [Theory]
    [InlineData(typeof(Boom.Core.Store.ILedger))]
    [InlineData(typeof(Boom.AlertWorker.AlertStep))]
    [InlineData(typeof(Boom.Enricher.EnricherStep))]
    [InlineData(typeof(Boom.FilterWorker.FilterWorkerStage))]
    public void CoreAndStages_Compiled_UseNoServerClient(Type type)
    {
        var used = type.Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        Assert.Empty(used.Intersect([.. ServerClients.Where(name => name != "Microsoft.Extensions.Hosting"), "Boom.Storage", "Boom.Messaging"]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Projects_Compiled_UseLowerLayersOnly(string project)
    {
        if (AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == project) is not { } assembly)
            return;

        Assert.All(
            assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Boom.", StringComparison.Ordinal)),
            used => Assert.True(LayerOf(used) < LayerOf(project), $"{project} uses {used}"));
    }

    [Theory]
    [InlineData("Boom.AlertWorker", "Boom.Core", "Boom.Hosting")]
    [InlineData("Boom.Enricher", "Boom.Core", "Boom.Hosting", "Boom.Inference")]
    [InlineData("Boom.FilterWorker", "Boom.Core", "Boom.Hosting")]
    public void Stages_MeetServersOnlyThroughContracts(string project, params string[] expected) =>
        Assert.Equal(expected, References(project, "ProjectReference"));

    [Fact]
    public void SourceFiles_StayUnderFiveHundredLines()
    {
        var long500 = Repository.Sources("*.cs").Where(f => File.ReadLines(f).Count() > 500);

        Assert.Empty(long500);
    }

    [Fact]
    public void ProgramFiles_StayUnderTenLines()
    {
        var programs = Repository.Sources("Program.cs");

        Assert.NotEmpty(programs);
        Assert.All(programs, p => Assert.True(File.ReadLines(p).Count() <= 10, p));
    }

    static int LayerOf(string project)
    {
        var layer = Array.FindIndex(Layers, l => l.Contains(project));
        Assert.True(layer >= 0, $"{project} has no layer: give it one here and in docs/architecture.md");
        return layer;
    }

    static IEnumerable<string> References(string project, string kind)
    {
        var file = ProjectFiles().Single(f => Path.GetFileNameWithoutExtension(f) == project);
        return XDocument.Load(file).Descendants(kind).Select(r => r.Attribute("Include")!.Value)
            .Select(r => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(r.Replace('\\', '/')) : r).ToArray();
    }

    static IEnumerable<string> ProjectFiles() => Repository.Sources("*.csproj");
}
