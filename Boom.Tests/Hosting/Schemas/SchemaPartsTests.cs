using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Hosting.Schemas;
using Boom.Messaging.Registry;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Boom.Tests.Hosting.Schemas;

/// <summary>The section <c>Registry</c>.</summary>
public sealed class SchemaPartsTests
{
    [Fact]
    public void Read_Nothing_HasTheDefaults()
    {
        var options = Read().Of(Survey.Lsst);

        Assert.Equal((true, "", "schemas", TimeSpan.FromSeconds(5)), (options.Enabled, options.Files, options.CacheFolder, options.Timeout));
        Assert.Empty(options.Addresses);
    }

    [Fact]
    public void Read_OptionsOfASurvey_GoBeforeTheOthers()
    {
        var settings = Read(
            ("Registry:Addresses:0", "https://one.example.org"), ("Registry:Addresses:1", "https://two.example.org"), ("Registry:Timeout", "00:00:02"),
            ("Registry:lsst:Addresses:0", "https://three.example.org"), ("Registry:lsst:Files", "none"));

        var (own, other) = (settings.Of(Survey.Lsst), settings.Of(Survey.Decam));

        Assert.Equal(["https://three.example.org"], own.Addresses);
        Assert.Equal(["https://one.example.org", "https://two.example.org"], other.Addresses);
        Assert.Equal(("none", "", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)), (own.Files, other.Files, own.Timeout, other.Timeout));
    }

    [Theory]
    [InlineData("Registry:Address", "https://one.example.org", "Registry:Address is not an option")]
    [InlineData("Registry:Addresses", "https://one.example.org", "Registry:Addresses is https://one.example.org; give a list: Registry:Addresses:0")]
    [InlineData("Registry:Addresses:0", "registry.example.org", "Registry:Addresses:0 is registry.example.org; give e.g. https://")]
    [InlineData("Registry:Addresses:0", "ftp://registry.example.org", "Registry:Addresses:0 is ftp://registry.example.org; give e.g. https://")]
    [InlineData("Registry:Files", "schemas", "Registry:Files is schemas; give the address of a folder, the path of one that is there, or none.")]
    [InlineData("Registry:Timeout", "01:00:00", "Registry:Timeout is 01:00:00; give 00:00:00.1")]
    [InlineData("Registry:Enabled", "perhaps", "Registry:Enabled is perhaps; give true or false.")]
    [InlineData("Registry:User", "reader", "Registry:Password is missing; give user and password, or neither.")]
    [InlineData("Registry:CaFile", "/no/such/file.pem", "Registry:CaFile is /no/such/file.pem; there is no such file.")]
    [InlineData("Registry:CacheFolder", " ", "Registry:CacheFolder is empty; give a folder.")]
    [InlineData("Registry:lsts", "x", "CaFile, CacheFolder, Enabled, Files, Password, Timeout, User, and the name of a survey with these under it.")]
    [InlineData("Registry:lsts:Files", "none", "User, and the name of a survey with these under it.")]
    [InlineData("Registry:lsst:CacheFolder", "/elsewhere", "Registry:lsst:CacheFolder is not an option; the options are Addresses, CaFile, Enabled, Files, Password, Timeout, User.")]
    [InlineData("Registry:lsst:Addresses:0", "x", "Registry:lsst:Addresses:0 is x")]
    public void Read_WrongValue_NamesKeyValueAndRemedy(string key, string value, string expected)
    {
        var fault = Assert.Throws<ConfigurationFaultException>(() => Read((key, value)));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AddressWithAPassword_IsRefusedAndNotShown()
    {
        var fault = Assert.Throws<ConfigurationFaultException>(() => Read(("Registry:Addresses:0", "https://reader:sesame@one.example.org")));

        Assert.Contains("Registry:Addresses:0 holds a user", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CaFileWithoutCertificates_IsRefused()
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.Contains("holds no certificate", Assert.Throws<ConfigurationFaultException>(() => Read(("Registry:CaFile", file))).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task AddSchemas_Program_HasOneRegistryForAllItsWorkers()
    {
        await using var provider = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<StagePulses>()
            .AddSchemas(new ConfigurationBuilder().Build())
            .BuildServiceProvider();

        Assert.Same(provider.GetRequiredService<SchemaRegistry>(), provider.GetRequiredService<SchemaRegistry>());
        Assert.Equal(SurveyCatalog.Default.Supported, provider.GetRequiredService<SurveyCatalog>().Supported);
    }

    [Fact]
    public async Task AddSchemas_SurveysGivenBefore_StayTheSurveys()
    {
        await using var provider = new ServiceCollection().AddSingleton(SurveyCatalog.Default).AddSchemas(new ConfigurationBuilder().Build()).BuildServiceProvider();

        Assert.Same(SurveyCatalog.Default, provider.GetRequiredService<SurveyCatalog>());
    }

    static RegistrySettings Read(params IEnumerable<(string Key, string Value)> values) => SchemaParts.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => new KeyValuePair<string, string?>(value.Key, value.Value))).Build());
}
