using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests.Deployment;

public sealed class ComposeFileTests
{
    static readonly Dictionary<string, string> Given = new() { ["VALKEY_PASSWORD"] = "secret-of-valkey", ["MONGODB_PASSWORD"] = "secret-of-mongodb" };

    public static TheoryData<string> Stages => ["consumer-ztf", "alert-worker-ztf", "enricher-ztf", "filter-worker-ztf"];

    public static TheoryData<string> Programs => ["indexes", .. Stages.Select(row => row.Data)];

    public static TheoryData<string> Servers => ["kafka", "valkey", "mongodb"];

    public static TheoryData<string> Services => [.. Servers.Select(row => row.Data), .. Programs.Select(row => row.Data)];

    [Fact]
    public async Task Services_Names_AreThoseOfTheModel()
    {
        await using var model = await Model.BuildAsync(Model.Deploy);

        var services = ComposeFile.Read(Given).Services.Select(service => service.Key);

        Assert.Equal(model.Programs.Concat(model.Containers).Order(StringComparer.Ordinal), services.Order(StringComparer.Ordinal));
        Assert.Equal(Services.Select(row => row.Data).Order(StringComparer.Ordinal), services.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Service_Environment_IsThatOfTheModel(string service)
    {
        await using var model = await Model.BuildAsync(Model.Deploy);

        var expected = (await model.EnvironmentAsync(service)).Select(variable => (variable.Key, Filled(model, variable.Value)));
        var actual = ComposeFile.Read(Given)[service]["environment"]!.AsObject().Select(variable => (variable.Key, variable.Value!.GetValue<string>()));

        Assert.Equal(expected.Order(), actual.Order());
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Program_Waits_AreThoseOfTheModel(string program)
    {
        await using var model = await Model.BuildAsync(Model.Deploy);

        var expected = Waits(model, program).Select(wait => (
            wait.Name, wait.Type == WaitType.WaitForCompletion ? "service_completed_successfully" : "service_healthy")).Distinct();
        var actual = ComposeFile.Read(Given)[program]["depends_on"]!.AsObject().Select(wait => (wait.Key, wait.Value!["condition"]!.GetValue<string>()));

        Assert.Equal(expected.Order(), actual.Order());
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Program_ImageAndArguments_AreThoseOfItsProject(string program)
    {
        await using var model = await Model.BuildAsync(Model.Deploy);
        var service = ComposeFile.Read(Given)[program];
        var elsewhere = ComposeFile.Read(new(Given) { ["BOOM_REGISTRY"] = "registry.example.org/boom/", ["BOOM_VERSION"] = "9.8.7" })[program];

        var image = DeploymentFiles.Image(model.Program(program).Annotations.OfType<IProjectMetadata>().Single().ProjectPath);

        Assert.Equal($"{image}:{DeploymentFiles.Version}", service["image"]!.GetValue<string>());
        Assert.Equal($"registry.example.org/boom/{image}:9.8.7", elsewhere["image"]!.GetValue<string>());
        Assert.Equal(await model.ArgumentsAsync(program), Texts(service["command"]));
        Assert.False(service.ContainsKey("entrypoint"));
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Stage_Replicas_AreThoseOfTheModel(string stage)
    {
        await using var model = await Model.BuildAsync(Model.Deploy);

        Assert.Equal(model.Replicas(stage), ComposeFile.Read(Given)[stage]["deploy"]!["replicas"]!.GetValue<long>());
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Server_ImageCommandAndVolume_AreThoseOfTheModel(string server)
    {
        await using var model = await Model.BuildAsync(Model.Deploy);
        var (file, container) = (ComposeFile.Read(Given), Assert.IsAssignableFrom<ContainerResource>(model[server]));
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Single();
        var volume = container.Annotations.OfType<ContainerMountAnnotation>().Single();

        Assert.Equal($"{image.Registry}/{image.Image}:{image.Tag}", file[server]["image"]!.GetValue<string>());
        Assert.Equal([$"{volume.Source}:{volume.Target}"], Texts(file[server]["volumes"]));
        Assert.Contains(volume.Source, file.Volumes);
        Assert.Equal(container.Entrypoint is { } entrypoint ? [entrypoint] : [], Texts(file[server]["entrypoint"]));
        Assert.Equal(await model.ArgumentsAsync(server), Texts(file[server]["command"]));
    }

    [Theory]
    [InlineData("kafka", "kafka-broker-api-versions.sh --bootstrap-server kafka:9092")]
    [InlineData("valkey", "valkey-cli -h valkey ping")]
    [InlineData("mongodb", "mongosh --quiet mongodb://mongodb:27017/")]
    public void Server_Health_IsAskedInItsOwnProtocol(string server, string client) =>
        Assert.Contains(client, Texts(ComposeFile.Read(Given)[server]["healthcheck"]!["test"])[^1], StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Stage_Health_IsAskedAtTheAddressOfTheModel(string stage)
    {
        await using var model = await Model.BuildAsync(Model.Deploy);
        var check = Texts(ComposeFile.Read(Given)[stage]["healthcheck"]!["test"]);

        Assert.Equal(["CMD", "bash", "-ec"], check[..3]);
        Assert.Contains($"/dev/tcp/127.0.0.1/{DeploymentFiles.Port}\n", check[3], StringComparison.Ordinal);
        Assert.Contains($"GET {HealthPath.Of(model, stage)} HTTP", check[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(503, 1)]
    [InlineData(null, 1)]
    public async Task Stage_Health_IsWhatTheProgramAnswers(int? answer, int exitCode)
    {
        var check = Texts(ComposeFile.Read(Given)["consumer-ztf"]["healthcheck"]!["test"]);

        Assert.Equal(exitCode, await HealthCommand.RunAsync(check[1..], answer, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Variables_Passwords_MustBeGiven()
    {
        var file = ComposeFile.Read(Given);

        Assert.Equal(["MONGODB_PASSWORD", "VALKEY_PASSWORD"], file.Variables.Where(variable => variable.Value).Select(variable => variable.Key));
        Assert.All(Given.Keys, name => Assert.Throws<FormatException>(() => ComposeFile.Read(new(Given) { [name] = "" })));
    }

    [Fact]
    public void Variables_Example_DescribesEachAndGivesNoSecret()
    {
        var lines = DeploymentFiles.Read(".env.example").Split('\n');
        var variables = lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('=', 2)).ToList();

        Assert.Equal(ComposeFile.Read(Given).Variables.Keys, variables.Select(variable => variable[0]).Order(StringComparer.Ordinal));
        Assert.All(variables, variable => Assert.Equal("", variable[1]));
        Assert.All(variables, variable => Assert.StartsWith("#", lines[Array.IndexOf(lines, $"{variable[0]}=") - 1], StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_AnyKind_IsLimitedAndNotReachedFromOutside(string name)
    {
        var service = ComposeFile.Read(Given)[name];

        // An exact list: Compose passes over nothing that it does not know, and neither does this.
        Assert.Empty(service.Select(entry => entry.Key).Except(
            ["image", "entrypoint", "command", "environment", "volumes", "depends_on", "healthcheck", "restart", "stop_grace_period", "logging", "deploy", "read_only", "tmpfs", "cap_drop", "security_opt"]));
        Assert.InRange(Seconds(service["stop_grace_period"]), 30, 600);
        Assert.Matches(@"^\d\.\d$", service["deploy"]!["resources"]!["limits"]!["cpus"]!.GetValue<string>());
        Assert.Matches("^[1-9][0-9]*[MG]$", service["deploy"]!["resources"]!["limits"]!["memory"]!.GetValue<string>());
        Assert.Matches("^[1-9][0-9]*m$", service["logging"]!["options"]!["max-size"]!.GetValue<string>());
        Assert.Matches("^[1-9]$", service["logging"]!["options"]!["max-file"]!.GetValue<string>());
        Assert.Equal(name == "indexes" ? "on-failure" : "unless-stopped", service["restart"]!.GetValue<string>());
        Assert.Equal(name != "indexes", service.ContainsKey("healthcheck"));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_Files_StayAsInTheImage(string program)
    {
        var service = ComposeFile.Read(Given)[program];

        Assert.True(service["read_only"]!.GetValue<bool>());
        Assert.Equal([["/tmp"], ["ALL"], ["no-new-privileges:true"]], ((string[])["tmpfs", "cap_drop", "security_opt"]).Select(key => Texts(service[key])));
        Assert.False(service.ContainsKey("volumes"));
    }

    [Fact]
    public void Sections_All_AreKnown() => Assert.Equal(["name", "services", "volumes"], ComposeFile.Read(Given).Sections);

    /// <summary>A connection string stands for the server that it waits for.</summary>
    static IEnumerable<(string Name, WaitType Type)> Waits(Model model, string name) => model.Waits(name).SelectMany(
        wait => model[wait.Name] is ContainerResource or ProjectResource ? [wait] : Waits(model, wait.Name));

    // A parameter of the model, e.g. valkey-password, is a variable of Compose: VALKEY_PASSWORD.
    static string Filled(Model model, string text) => Placeholders.Fill(model, text, parameter => Given[parameter.Replace('-', '_').ToUpperInvariant()]);

    static string[] Texts(JsonNode? items) => items is null ? [] : [.. items.AsArray().Select(item => item!.GetValue<string>())];

    static int Seconds(JsonNode? time) => int.Parse(
        Regex.Match(time!.GetValue<string>(), @"^(\d+)s$").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
}
