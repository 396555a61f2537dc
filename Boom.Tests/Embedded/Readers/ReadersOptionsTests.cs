using Boom.Embedded.Readers;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Embedded.Readers;

public sealed class ReadersOptionsTests
{
    [Fact]
    public void Read_NothingIsSaid_NobodySignsIn() => Assert.False(Read().HasUser);

    [Fact]
    public void Read_User_SignsInAtThePortOfLocalBrokers()
    {
        var options = Read("Readers:Username=babamul-me", "Readers:Password=a b,c=d");

        Assert.Equal((true, 9093, "a b,c=d"), (options.HasUser, options.Port, options.Password));
    }

    [Theory]
    [InlineData("Readers:Password is missing", "Readers:Username=me")]
    [InlineData("Readers:Username is missing", "Readers:Password=p")]
    [InlineData("Readers:Username is a,b", "Readers:Username=a,b", "Readers:Password=p")]
    [InlineData("Readers:Password has letters", "Readers:Username=me", "Readers:Password=é")]
    [InlineData("Readers:Port", "Readers:Port=70000")]
    [InlineData("Readers:User is not an option", "Readers:User=me")]
    public void Read_Wrong_NamesTheKey(string expected, params string[] settings)
    {
        var fault = Assert.Throws<ConfigurationFaultException>(() => Read(settings));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongPassword_IsNotShown() =>
        Assert.DoesNotContain("geheimé", Assert.Throws<ConfigurationFaultException>(() => Read("Readers:Username=me", "Readers:Password=geheimé")).Message, StringComparison.Ordinal);

    static ReadersOptions Read(params string[] settings) => ReadersOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1])))
        .Build());
}
