using Boom.Cli.Commands;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Cli;

public sealed class ReadersAdviceTests
{
    [Fact]
    public void Of_BrokerIsNamed_SaysThatReadersAreForTheEmbeddedOne() =>
        Assert.Contains("are for the embedded broker", Of(("ConnectionStrings:kafka", "localhost:9092"), ("Readers:Username", "me"), ("Readers:Password", "secret")));

    [Fact]
    public void Of_EmbeddedBroker_SaysNothing() => Assert.Null(Of(("Readers:Username", "me"), ("Readers:Password", "secret")));

    [Fact]
    public void Of_NoReader_SaysNothing() => Assert.Null(Of(("ConnectionStrings:kafka", "localhost:9092")));

    static string? Of(params (string Key, string Value)[] settings) => ReadersAdvice.Of(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))).Build());
}
