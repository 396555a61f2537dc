using Boom.Core.Surveys;
using Boom.Hosting.Clients;
using Boom.Messaging.Kafka;
using Boom.ServiceDefaults;
using Confluent.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MongoDB.Driver;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Hosting.Clients;

/// <summary>What the Aspire client integrations promise of sections, precedence and health checks holds for the clients of Boom. No server is asked.</summary>
public sealed class ClientContractTests
{
    const string Kafka = "Aspire:Confluent:Kafka:Consumer";
    const string Redis = "Aspire:StackExchange:Redis";
    const string Mongo = "Aspire:MongoDB:Driver";

    public static TheoryData<string, string, string> Servers => new()
    {
        { "kafka", Kafka, "Aspire.Confluent.Kafka.Consumer" },
        { "valkey", Redis, "StackExchange.Redis" },
        { "alertdb", Mongo, "MongoDB.Driver" },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public void Add_ConnectionStringGiven_HasTheHealthCheckOfTheIntegration(string client, string section, string check)
    {
        _ = section;
        var builder = Builder(("ConnectionStrings:" + client, ExampleOf(client)));

        Add(builder, client);

        Assert.Contains(check, Checks(builder));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Add_HealthChecksDisabled_HasNone(string client, string section, string check)
    {
        var builder = Builder(("ConnectionStrings:" + client, ExampleOf(client)), ($"{section}:DisableHealthChecks", "true"));

        Add(builder, client);

        Assert.DoesNotContain(check, Checks(builder));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Add_HealthChecksDisabledForTheConnection_HasNone(string client, string section, string check)
    {
        var builder = Builder(
            ("ConnectionStrings:" + client, ExampleOf(client)),
            ($"{section}:DisableHealthChecks", "false"),
            ($"{section}:{client}:DisableHealthChecks", "true"));

        Add(builder, client);

        Assert.DoesNotContain(check, Checks(builder));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Add_NoConnectionString_NamesTheKey(string client, string section, string check)
    {
        _ = (section, check);
        var fault = Assert.Throws<ConfigurationFaultException>(() => Add(Builder(), client));

        Assert.Contains($"ConnectionStrings__{client}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Add_UnknownKey_NamesIt(string client, string section, string check)
    {
        _ = check;
        var builder = Builder(("ConnectionStrings:" + client, ExampleOf(client)), ($"{section}:Colour", "red"));

        var fault = Assert.Throws<ConfigurationFaultException>(() => Add(builder, client));

        Assert.Contains($"{section}:Colour", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Add_AnotherConnectionOfTheKind_IsPassedOver(string client, string section, string check)
    {
        var builder = Builder(("ConnectionStrings:" + client, ExampleOf(client)), ($"{section}:other:DisableHealthChecks", "true"));

        Add(builder, client);

        Assert.Contains(check, Checks(builder));
    }

    [Fact]
    public void Kafka_Precedence_IsSectionThenNamedThenConnectionString()
    {
        (string, string) section = ($"{Kafka}:ConnectionString", "first:9092"), named = ($"{Kafka}:kafka:ConnectionString", "second:9092");

        Assert.Equal("first:9092", Builder(section).AddBoomKafkaConsumer(new()));
        Assert.Equal("second:9092", Builder(section, named).AddBoomKafkaConsumer(new()));
        Assert.Equal("third:9092", Builder(section, named, ("ConnectionStrings:kafka", "third:9092")).AddBoomKafkaConsumer(new()));
    }

    [Fact]
    public void Kafka_Config_ReachesTheClientsByTheNamesOfTheLibrary()
    {
        var security = new KafkaSecurity();

        Builder(
            ("ConnectionStrings:kafka", "broker:9092"),
            ($"{Kafka}:Config:ClientId", "observatory"),
            ($"{Kafka}:Config:FetchMaxBytes", "1000"),
            ($"{Kafka}:kafka:Config:FetchMaxBytes", "2000")).AddBoomKafkaConsumer(security);

        var config = security.ApplyTo(new ConsumerConfig());
        Assert.Equal(("observatory", 2000), (config.ClientId, config.FetchMaxBytes));
    }

    [Fact]
    public void Kafka_Config_CannotSayWhereReadingGoesOn()
    {
        var security = new KafkaSecurity();
        Builder(("ConnectionStrings:kafka", "broker:9092"), ($"{Kafka}:Config:EnableAutoCommit", "true"), ($"{Kafka}:Config:AutoOffsetReset", "Latest"))
            .AddBoomKafkaConsumer(security);

        var config = new KafkaConsumerSettings(
            "broker:9092", "group", TimeSpan.FromSeconds(1), 1 << 20, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10), "", true, TimeSpan.FromMinutes(1), false, security).ToConfig();

        Assert.Equal((false, AutoOffsetReset.Earliest), (config.EnableAutoCommit, config.AutoOffsetReset));
    }

    [Fact]
    public void Kafka_Config_CannotShutTheLargestPacketOutNorNameTheMembers()
    {
        var security = new KafkaSecurity();
        Builder(("ConnectionStrings:kafka", "broker:9092"), ($"{Kafka}:Config:FetchMaxBytes", "1000"), ($"{Kafka}:Config:GroupInstanceId", "one"))
            .AddBoomKafkaConsumer(security);

        var config = new KafkaConsumerSettings(
            "broker:9092", "group", TimeSpan.FromSeconds(1), 1 << 20, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10), "", true, TimeSpan.FromMinutes(1), false, security).ToConfig();

        Assert.True(config.FetchMaxBytes >= config.MessageMaxBytes);
        Assert.Null(config.GroupInstanceId);
    }

    [Fact]
    public void Add_MistypedGroup_NamesTheKey()
    {
        var builder = Builder(("ConnectionStrings:kafka", "broker:9092"), ($"{Kafka}:Confg:GroupId", "boom"));

        var fault = Assert.Throws<ConfigurationFaultException>(() => builder.AddBoomKafkaConsumer(new()));

        Assert.Contains($"{Kafka}:Confg:GroupId", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Config:Colour", "red")]
    [InlineData("Config:FetchMaxBytes", "many")]
    [InlineData("DisableTracing", "perhaps")]
    [InlineData("HealthCheckTimeout", "-1")]
    [InlineData("HealthCheckTimeout", "60000")]
    public void Kafka_WrongSetting_NamesTheKey(string key, string value)
    {
        var builder = Builder(("ConnectionStrings:kafka", "broker:9092"), ($"{Kafka}:{key}", value));

        var fault = Assert.Throws<ConfigurationFaultException>(() => builder.AddBoomKafkaConsumer(new()));

        Assert.Contains($"{Kafka}:{key}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Valkey_NoServer_StartsAndConnectsLater()
    {
        var builder = Builder(("ConnectionStrings:valkey", "127.0.0.1:1,connectTimeout=100"));
        builder.AddBoomValkey();
        await using var services = builder.Services.BuildServiceProvider();

        var connection = services.GetRequiredService<IConnectionMultiplexer>();

        Assert.False(connection.IsConnected);
        Assert.False(ConfigurationOptions.Parse(connection.Configuration).AbortOnConnectFail);
    }

    [Fact]
    public async Task Valkey_ConfigurationOptions_GoBeforeTheConnectionString()
    {
        var builder = Builder(
            ("ConnectionStrings:valkey", "127.0.0.1:1,connectTimeout=100,syncTimeout=300"), ($"{Redis}:ConfigurationOptions:SyncTimeout", "700"));
        builder.AddBoomValkey();
        await using var services = builder.Services.BuildServiceProvider();

        Assert.Contains("syncTimeout=700", services.GetRequiredService<IConnectionMultiplexer>().Configuration, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_ConnectionStringOfTheSection_IsUsed()
    {
        var builder = Builder(($"{Mongo}:alertdb:ConnectionString", "mongodb://store.example:27018/night"));
        builder.AddBoomStore([Survey.Ztf]);
        await using var services = builder.Services.BuildServiceProvider();

        Assert.Equal("store.example:27018", services.GetRequiredService<IMongoClient>().Settings.Server.ToString());
    }

    [Fact]
    public void Store_PasswordInAMalformedString_IsNotRepeated()
    {
        var builder = Builder(("ConnectionStrings:alertdb", "mongodb://boom:s3cret@/@"));

        var fault = Assert.Throws<ConfigurationFaultException>(() => builder.AddBoomStore([Survey.Ztf]));

        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
    }

    static WebApplicationBuilder Builder(params (string Key, string Value)[] configuration)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Services.AddSingleton(TimeProvider.System);
        return builder;
    }

    static void Add(WebApplicationBuilder builder, string client)
    {
        switch (client)
        {
            case "kafka":
                builder.AddBoomKafkaConsumer(new());
                break;
            case "valkey":
                builder.AddBoomValkey();
                break;
            default:
                builder.AddBoomStore([Survey.Ztf]);
                break;
        }
    }

    static string ExampleOf(string client) => client == "alertdb" ? "mongodb://store.example:27017/boom" : "server.example:9092";

    static IEnumerable<string> Checks(WebApplicationBuilder builder)
    {
        using var services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(check => check.Name).ToList();
    }
}
