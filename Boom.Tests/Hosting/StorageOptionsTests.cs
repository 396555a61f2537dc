using Boom.Hosting;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Hosting;

public sealed class StorageOptionsTests
{
    [Theory]
    [InlineData("10GB")]
    [InlineData("-1")]
    public void ReadStorage_WrongMinimum_NamesTheUnit(string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:MinimumFree", value)]).Build();

        var fault = Assert.Throws<ConfigurationFaultException>(() => ProgramSettings.ReadStorage(configuration));

        Assert.Equal($"Storage:MinimumFree is {value}; give 0 to 1000000000000000 bytes.", fault.Message);
    }
}
