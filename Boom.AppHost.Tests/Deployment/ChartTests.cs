using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using k8s;
using k8s.Models;

namespace Boom.AppHost.Tests.Deployment;

public sealed partial class ChartTests
{
    // As a chart is used: all servers run elsewhere, and the broker asks for a name.
    static readonly string[] Deployed =
    [
        .. Model.Deploy, "--ConnectionStrings:kafka=broker.example:9092", "--ConnectionStrings:valkey=queues.example:6379",
        "--ConnectionStrings:alertdb=mongodb://store.example:27017/boom", "--Parameters:kafka-username=boom", "--Parameters:kafka-password=not-shown",
        "--Kafka:Protocol=sasl_ssl", "--Kafka:Mechanism=plain",
    ];

    static readonly (string, JsonNode?)[] Changed =
    [
        ("image.prefix", "registry.example.org/boom/"), ("image.tag", "9.8.7"), ("servers.secret", "servers-of-ours"), ("scaling.enabled", true),
        ("kafka.protocol", "sasl_ssl"), ("kafka.mechanism", "plain"),
        ("streams.secret", "servers-of-ours"), ("streams.protocol", "sasl_ssl"), ("streams.mechanism", "plain"),
    ];

    public static TheoryData<string> Stages => ["consumer-ztf", "alert-worker-ztf", "enricher-ztf", "filter-worker-ztf"];

    public static TheoryData<string> Programs => ["indexes", .. Stages.Select(row => row.Data)];

    [Fact]
    public async Task Programs_Names_AreThoseOfTheModel()
    {
        await using var model = await Model.BuildAsync(Deployed);
        var resources = Chart.Open(Changed).Render();

        Assert.Equal(model.Programs.Order(StringComparer.Ordinal), Names(resources, "Deployment").Concat(Names(resources, "Job")).Order(StringComparer.Ordinal));
        Assert.Equal(Programs.Select(row => row.Data).Order(StringComparer.Ordinal), model.Programs.Order(StringComparer.Ordinal));
        Assert.Empty(model.Containers);
    }

    [Fact]
    public void Values_All_ExistAndAreUsed()
    {
        var chart = Chart.Open(("scaling.enabled", true));

        chart.Render();

        Assert.Equal(chart.Leaves().Order(StringComparer.Ordinal), chart.Used);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Program_Environment_IsThatOfTheModel(string program)
    {
        await using var model = await Model.BuildAsync(Deployed);

        // What is a parameter of the model, a password or a connection string, is a key of the Secret.
        var expected = (await model.EnvironmentAsync(program)).Select(variable => (
            variable.Key, Parameter().IsMatch(variable.Value) ? Parameter().Replace(variable.Value, "key $1") : Placeholders.Fill(model, variable.Value, _ => "")));
        var actual = Container(program)["env"]!.AsArray().Select(variable => (variable!["name"]!.GetValue<string>(), Value(variable)));

        Assert.Equal(expected.Order(), actual.Order());

        static string Value(JsonNode variable)
        {
            if (variable["value"] is { } value)
                return value.GetValue<string>();
            var reference = variable["valueFrom"]!["secretKeyRef"]!;
            Assert.Equal("servers-of-ours", reference["name"]!.GetValue<string>());

            // A broker may ask for no name; without its connection strings no program works.
            Assert.Equal(variable["name"]!.GetValue<string>().StartsWith("Kafka__", StringComparison.Ordinal), reference["optional"]?.GetValue<bool>() ?? false);
            return $"key {reference["key"]}";
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Program_ImageAndArguments_AreThoseOfItsProject(string program)
    {
        await using var model = await Model.BuildAsync(Deployed);
        var container = Container(program);

        var image = DeploymentFiles.Image(model.Program(program).Annotations.OfType<IProjectMetadata>().Single().ProjectPath);

        Assert.Equal($"registry.example.org/boom/{image}:9.8.7", container["image"]!.GetValue<string>());
        Assert.Equal(await model.ArgumentsAsync(program), container["args"]?.AsArray().Select(argument => argument!.GetValue<string>()) ?? []);
        Assert.False(container.ContainsKey("command"));
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Stage_Replicas_AreThoseOfTheModel(string stage)
    {
        await using var model = await Model.BuildAsync(Deployed);

        Assert.Equal(model.Replicas(stage), Resource("Deployment", stage)["spec"]!["replicas"]!.GetValue<long>());
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Stage_Start_IsAfterTheIndexes(string stage)
    {
        await using var model = await Model.BuildAsync(Deployed);
        var job = Resource("Job", "indexes");

        Assert.Equal([("indexes", WaitType.WaitForCompletion)], model.Waits(stage));
        Assert.Equal("pre-install,pre-upgrade", job["metadata"]!["annotations"]!["helm.sh/hook"]!.GetValue<string>());
        Assert.Null(Resource("Deployment", stage)["metadata"]!["annotations"]);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Stage_Probes_AreAtTheAddressesOfTheModel(string stage)
    {
        await using var model = await Model.BuildAsync(Deployed);
        var container = Container(stage);
        var port = Assert.Single(container["ports"]!.AsArray())!;
        var scraped = Pod("Deployment", stage)["metadata"]!["annotations"]!;

        Assert.Equal(HealthPath.Of(model, stage), container["readinessProbe"]!["httpGet"]!["path"]!.GetValue<string>());
        Assert.Equal("/alive", container["livenessProbe"]!["httpGet"]!["path"]!.GetValue<string>());
        Assert.All(["readinessProbe", "livenessProbe"], probe => Assert.Equal("http", container[probe]!["httpGet"]!["port"]!.GetValue<string>()));
        Assert.Equal(("http", DeploymentFiles.Port), (port["name"]!.GetValue<string>(), port["containerPort"]!.ToString()));
        Assert.Equal(
            ("true", DeploymentFiles.Port, "/metrics"),
            (scraped["prometheus.io/scrape"]!.GetValue<string>(), scraped["prometheus.io/port"]!.GetValue<string>(), scraped["prometheus.io/path"]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_Pod_IsLimitedAndHasNoRights(string program)
    {
        var pod = Pod(program == "indexes" ? "Job" : "Deployment", program)["spec"]!;
        var (whole, container) = (pod["securityContext"]!, Container(program));
        var own = container["securityContext"]!;

        Assert.Equal((true, DeploymentFiles.User), (whole["runAsNonRoot"]!.GetValue<bool>(), whole["runAsUser"]!.ToString()));
        Assert.Equal((true, false), (own["readOnlyRootFilesystem"]!.GetValue<bool>(), own["allowPrivilegeEscalation"]!.GetValue<bool>()));
        Assert.Equal("""["ALL"]""", own["capabilities"]!["drop"]!.ToJsonString());
        Assert.Equal("/tmp", Assert.Single(container["volumeMounts"]!.AsArray())!["mountPath"]!.GetValue<string>());
        Assert.NotNull(Assert.Single(pod["volumes"]!.AsArray())!["emptyDir"]);
        Assert.False(pod["automountServiceAccountToken"]!.GetValue<bool>());
        Assert.InRange(pod["terminationGracePeriodSeconds"]!.GetValue<long>(), 30, 600);
        Assert.All(["requests", "limits"], kind => Assert.All(["cpu", "memory"], what => Assert.NotNull(container["resources"]![kind]![what])));
        Assert.True(container["envFrom"]![0]!["configMapRef"]!["optional"]!.GetValue<bool>());
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Stage_Selectors_FindItsPods(string stage)
    {
        var (deployment, budget) = (Resource("Deployment", stage)["spec"]!, Resource("PodDisruptionBudget", stage)["spec"]!);
        var spread = Assert.Single(Pod("Deployment", stage)["spec"]!["topologySpreadConstraints"]!.AsArray())!["labelSelector"]!;

        Assert.All([deployment["selector"]!, budget["selector"]!, spread], selector => Assert.Equal(
            $$$"""{"matchLabels":{"app.kubernetes.io/name":"{{{stage}}}"}}""", selector.ToJsonString()));
        Assert.Equal(stage, Pod("Deployment", stage)["metadata"]!["labels"]!["app.kubernetes.io/name"]!.GetValue<string>());
        Assert.Equal(1, budget["maxUnavailable"]!.GetValue<long>());
    }

    [Fact]
    public void Resources_Kinds_AreThese()
    {
        string[] kinds = ["Deployment", "Job", "PodDisruptionBudget"];

        Assert.Equal(kinds, Kinds(Chart.Open()));
        Assert.Equal([.. kinds, "ScaledObject"], Kinds(Chart.Open(("scaling.enabled", true))));

        // Names are of one namespace: two of a kind would be one.
        Assert.Distinct(Chart.Open(Changed).Render().Select(resource => $"{resource["kind"]} {Name(resource)}"));

        static IEnumerable<string> Kinds(Chart chart) => chart.Render().Select(resource => resource["kind"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Resources_Fields_AreThoseOfKubernetes() => Assert.All(Chart.Open().Render(), resource =>
    {
        // JSON is YAML; only the reader of YAML refuses what it does not know.
        var json = resource.ToJsonString();
        Assert.NotNull(resource["kind"]!.GetValue<string>() switch
        {
            "Deployment" => KubernetesYaml.Deserialize<V1Deployment>(json, strict: true),
            "Job" => KubernetesYaml.Deserialize<V1Job>(json, strict: true),
            _ => (object)KubernetesYaml.Deserialize<V1PodDisruptionBudget>(json, strict: true),
        });
    });

    [Fact]
    public void Version_ChartAndImages_IsThatOfTheProjects()
    {
        var chart = StrictYaml.Read(DeploymentFiles.Read("chart", "Chart.yaml"));

        Assert.All([chart["version"]!, chart["appVersion"]!, Chart.Open().Values["image"]!["tag"]!], version => Assert.Equal(DeploymentFiles.Version, version.GetValue<string>()));
    }

    static IEnumerable<string> Names(List<JsonObject> resources, string kind) =>
        resources.Where(resource => resource["kind"]!.GetValue<string>() == kind).Select(Name);

    static string Name(JsonObject resource) => resource["metadata"]!["name"]!.GetValue<string>();

    static JsonObject Resource(string kind, string name) => Assert.Single(
        Chart.Open(Changed).Render(), resource => resource["kind"]!.GetValue<string>() == kind && Name(resource) == name);

    static JsonObject Pod(string kind, string name) => Resource(kind, name)["spec"]!["template"]!.AsObject();

    static JsonObject Container(string program) =>
        Assert.Single(Pod(program == "indexes" ? "Job" : "Deployment", program)["spec"]!["containers"]!.AsArray())!.AsObject();

    [GeneratedRegex(@"^\{([a-z-]+)\.(?:value|connectionString)\}$")]
    private static partial Regex Parameter();
}
