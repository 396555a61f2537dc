using Boom.Core.Resilience;
using Boom.Storage.Mongo;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

public sealed class ConnectionRulesTests
{
    [Theory]
    [InlineData("w=0", "w=0")]
    [InlineData("w=1", "w=1")]
    [InlineData("w=two-sites", "w=two-sites")]
    [InlineData("journal=false", "journal=false")]
    [InlineData("readPreference=secondary", "readPreference=secondary")]
    [InlineData("readPreference=secondaryPreferred", "readPreference=secondarypreferred")]
    [InlineData("readPreference=primaryPreferred", "readPreference=primarypreferred")]
    [InlineData("readPreference=nearest", "readPreference=nearest")]
    [InlineData("readConcernLevel=local", "readConcernLevel=local")]
    [InlineData("readConcernLevel=available", "readConcernLevel=available")]
    [InlineData("timeoutMS=100", "timeoutMS")]
    [InlineData("tlsAllowInvalidCertificates=true", "tlsAllowInvalidCertificates")]
    [InlineData("tlsCertificateKeyFile=x.pem", "tlsCertificateKeyFile")]
    [InlineData("wTimeoutMSs=5", "wTimeoutMSs")]
    public void Validate_OptionThatWouldBreakAPromise_IsNamedWithTheRemedy(string option, string named)
    {
        var fault = Assert.Throws<PermanentFaultException>(new MongoStoreOptions { ConnectionString = $"mongodb://u:s3cr3t@host/boom?{option}" }.Validate);
        Assert.StartsWith("ConnectionStrings:alertdb says ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("s3cr3t", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w=majority&journal=true&readPreference=primary&readConcernLevel=majority")]
    [InlineData("retryWrites=false")]
    [InlineData("retryWrites=true&retryReads=false&compressors=zlib&maxPoolSize=20&appName=night&wTimeoutMS=900&socketTimeoutMS=2000")]
    [InlineData("authSource=admin&replicaSet=rs0&directConnection=false&maxIdleTimeMS=120000")]
    public void Validate_OptionsThatPromiseNoLess_AreTaken(string options)
        => Assert.Null(Record.Exception(new MongoStoreOptions { ConnectionString = $"mongodb://u:p@host/boom?{options}" }.Validate));

    [Fact]
    public void NameOf_NamesOfAService_HaveNoPort()
        => Assert.Equal(
            "mongodb+srv://cluster.example.net/night", MongoStoreOptions.NameOf(new MongoDB.Driver.MongoUrl("mongodb+srv://u:p@cluster.example.net/night")));
}
