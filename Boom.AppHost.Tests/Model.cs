using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boom.AppHost.Tests;

/// <summary>The app model as the AppHost builds it from arguments; nothing is started.</summary>
sealed class Model : IAsyncDisposable
{
    /// <summary>Arguments that make the AppHost publish rather than run.</summary>
    public static readonly string[] Publish = ["--operation", "publish", "--step", "publish-manifest", "--output-path", Path.Combine(Path.GetTempPath(), "boom-model.json")];

    /// <summary>The same with filter workers, as the files of <c>eng/deploy</c> have them.</summary>
    public static readonly string[] Deploy = [.. Publish, "--Boom:Surveys:0:FilterWorkers=1"];

    readonly IDistributedApplicationTestingBuilder _builder;

    Model(IDistributedApplicationTestingBuilder builder) => _builder = builder;

    /// <summary>Builds it; servers that are not named are containers.</summary>
    public static Task<Model> BuildAsync(params string[] args) => CreateAsync(["--Boom:Servers=containers", .. args]);

    /// <summary>Builds it; servers that are not named are those of <c>boom serve</c>.</summary>
    public static Task<Model> EmbedAsync(params string[] args) => CreateAsync(["--Boom:Servers=embedded", "--Boom:Data=/data", .. args]);

    static async Task<Model> CreateAsync(string[] args) =>
        new(await DistributedApplicationTestingBuilder.CreateAsync<Projects.Boom_AppHost>(args, TestContext.Current.CancellationToken));

    /// <summary>Names of all programs.</summary>
    public IEnumerable<string> Programs => _builder.Resources.OfType<ProjectResource>().Select(program => program.Name);

    /// <summary>Names of all containers.</summary>
    public IEnumerable<string> Containers => _builder.Resources.Where(resource => resource is ContainerResource).Select(container => container.Name);

    /// <summary>A resource by name.</summary>
    public IResource this[string name] => Assert.Single(_builder.Resources, resource => resource.Name == name);

    /// <summary>A program by name.</summary>
    public ProjectResource Program(string name) => Assert.IsType<ProjectResource>(this[name]);

    /// <summary>How many of it run.</summary>
    public int Replicas(string name) => this[name].GetReplicaCount();

    /// <summary>Names of the resources that one waits for, with what it waits for.</summary>
    public IEnumerable<(string Name, WaitType Type)> Waits(string name) =>
        this[name].Annotations.OfType<WaitAnnotation>().Select(wait => (wait.Resource.Name, wait.WaitType));

    /// <summary>The environment that a program or container gets, as the manifest writes it: servers as placeholders.</summary>
    public async Task<Dictionary<string, string>> EnvironmentAsync(
        string name, DistributedApplicationOperation operation = DistributedApplicationOperation.Publish) =>
        (await ConfigurationAsync(name, operation)).EnvironmentVariables.ToDictionary();

    /// <summary>The connection string of a server, as the manifest writes it.</summary>
    public string Connection(string name) => Assert.IsAssignableFrom<IResourceWithConnectionString>(this[name]).ConnectionStringExpression.ValueExpression;

    /// <summary>A command of a resource.</summary>
    public ResourceCommandAnnotation Command(string resource, string name) =>
        Assert.Single(this[resource].Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name == name);

    /// <summary>The arguments of a program.</summary>
    public async Task<string[]> ArgumentsAsync(string name) => [.. (await ConfigurationAsync(name)).Arguments.Select(argument => argument.Value)];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _builder.DisposeAsync();

    // The logger has to be given: there is no service provider to ask for one before the application is built.
    Task<IExecutionConfigurationResult> ConfigurationAsync(
        string name, DistributedApplicationOperation operation = DistributedApplicationOperation.Publish) =>
        ExecutionConfigurationBuilder.Create(this[name]).WithArgumentsConfig().WithEnvironmentVariablesConfig().BuildAsync(
            new DistributedApplicationExecutionContext(operation), NullLogger.Instance, TestContext.Current.CancellationToken);
}
