using Boom.Embedded;
using Boom.Hosting;
using Boom.Hosting.Clients;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Hosting.Clients;

public sealed class ConnectionStringsTests
{
    [Theory]
    [InlineData("kafka", "127.0.0.1:70000", "127.0.0.1:70000")]
    [InlineData("kafka", "one:9092, two:0", "two:0")]
    [InlineData("kafka", "[::1]:65536", "[::1]:65536")]
    [InlineData("kafka", "one:99999999999999999999", "one:99999999999999999999")]
    [InlineData("kafka", "PLAINTEXT://one:70000", "one:70000")]
    [InlineData("valkey", "localhost:70000,password=a:80000", "localhost:70000")]
    [InlineData("alertdb", "mongodb://user:99999@one:27017,two:70000/boom?authSource=admin", "two:70000")]
    [InlineData("alertdb", "mongodb://localhost:70000", "localhost:70000")]
    public void Check_PortIsNone_NamesKeyAndServerAndRange(string name, string given, string server)
    {
        var sentence = $"The connection string {name} names {server}, and a port is 1 to 65535: correct ConnectionStrings__{name}.";

        Assert.Equal([sentence], ConnectionStrings.Check(Configuration(name, given)));
        Assert.Contains(("ConnectionStrings", sentence), ProgramSettings.Check(Configuration(name, given)).SelectMany(section => section.Problems, (section, problem) => (section.Section, problem)));
        Assert.Equal(sentence, Assert.Throws<ConfigurationFaultException>(() => ServerSettings.From(Configuration(name, given))).Message);
        Assert.Equal(sentence, Assert.Throws<ConfigurationFaultException>(() => ConnectionStrings.Require(given, name, "x")).Message);
    }

    [Theory]
    [InlineData("kafka", "localhost")]
    [InlineData("kafka", "one:9092,two:65535")]
    [InlineData("kafka", "fe80::1:70000")]
    [InlineData("valkey", "localhost:6379,password=secret:70000,user=a")]
    [InlineData("valkey", "!/run/valkey.sock")]
    [InlineData("alertdb", "mongodb://user:70000@localhost/boom")]
    [InlineData("alertdb", "mongodb+srv://store.example/boom?a=x:70000")]
    [InlineData("alertdb", "Data Source=/data/a:70000/boom.db")]
    [InlineData("alertdb", "Data Source=C:70000")]
    public void Check_PortsAreRight_SaysNothing(string name, string given)
    {
        Assert.Empty(ConnectionStrings.Check(Configuration(name, given)));
        Assert.Equal(given, ConnectionStrings.Read(Configuration(name, given), name));
        Assert.Equal(given, ConnectionStrings.Require(given, name, "x"));
    }

    static IConfiguration Configuration(string name, string given) =>
        new ConfigurationBuilder().AddInMemoryCollection([new($"ConnectionStrings:{name}", given)]).Build();
}
