using System.Net;
using Boom.Core.Resilience;
using Boom.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Connections;
using MongoDB.Driver.Core.Servers;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

public sealed class MongoFaultsTests
{
    const string Server = "mongodb://host:27017/boom";

    static readonly ConnectionId Connection = new(new ServerId(new ClusterId(1), new DnsEndPoint("host", 27017)));

    static MongoCommandException Command(int code) => new(
        Connection, "Command failed.", new BsonDocument("insert", "ZTF_alerts"), new BsonDocument { { "ok", 0 }, { "code", code }, { "errmsg", "why" } });

    [Theory]
    [InlineData(91)]
    [InlineData(112)]
    [InlineData(189)]
    [InlineData(10107)]
    [InlineData(11600)]
    [InlineData(13436)]
    [InlineData(16500)]
    [InlineData(11601)]
    [InlineData(365)]
    [InlineData(402)]
    [InlineData(433)]
    [InlineData(449)]
    [InlineData(276)]
    [InlineData(175)]
    [InlineData(279)]
    [InlineData(371)]
    [InlineData(462)]
    [InlineData(216)]
    [InlineData(237)]
    [InlineData(285)]
    [InlineData(117)]
    [InlineData(107)]
    [InlineData(12587)]
    [InlineData(391)]
    [InlineData(10045600)]
    public void Of_CodeThatPasses_IsTransient(int code)
        => Assert.Contains(Server, Assert.IsType<TransientFaultException>(MongoFaults.Of(Command(code), Server)).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_FullDisk_IsTransientAndSaysSo()
        => Assert.Contains("full", Assert.IsType<TransientFaultException>(MongoFaults.Of(Command(14031), Server)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(13)]
    [InlineData(18)]
    public void Of_UserRefused_NamesKeyAndRemedy(int code)
    {
        var error = Assert.IsType<PermanentFaultException>(MongoFaults.Of(Command(code), Server));
        Assert.Contains(Server, error.Message, StringComparison.Ordinal);
        Assert.Contains(MongoStoreOptions.ConnectionKey, error.Message, StringComparison.Ordinal);
        Assert.Contains("readWrite", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(26)]
    [InlineData(51)]
    [InlineData(72)]
    [InlineData(96)]
    [InlineData(121)]
    [InlineData(10334)]
    [InlineData(17280)]
    public void Of_CodeThatStays_IsPermanent(int code) => Assert.IsType<PermanentFaultException>(MongoFaults.Of(Command(code), Server));

    [Fact]
    public void Of_SignInCutShort_IsTransient()
    {
        Exception[] causes =
        [
            new MongoConnectionException(Connection, "Receiving failed.", new IOException("reset by peer")), Command(91), Command(189),
            new MongoNotPrimaryException(Connection, new BsonDocument(), new BsonDocument()), new TimeoutException("late"),
        ];
        foreach (var cause in causes)
        {
            var login = new MongoAuthenticationException(Connection, "Unable to authenticate.", cause);
            Assert.IsType<TransientFaultException>(MongoFaults.Of(login, Server));
            Assert.IsType<TransientFaultException>(MongoFaults.Of(new MongoConnectionException(Connection, "Opening failed.", login), Server));
        }
    }

    [Fact]
    public void Of_SignInRefused_IsPermanentAndNamesAuthSource()
    {
        var fault = MongoFaults.Of(new MongoAuthenticationException(Connection, "Unable to authenticate.", Command(18)), Server);
        Assert.Contains("authSource=admin", Assert.IsType<PermanentFaultException>(fault).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LoginFailed_IsNoReasonToWait()
    {
        var login = new MongoAuthenticationException(Connection, "Unable to authenticate.");
        Assert.IsType<PermanentFaultException>(MongoFaults.Of(login, Server));
        Assert.IsType<PermanentFaultException>(MongoFaults.Of(new MongoConnectionException(Connection, "Opening failed.", login), Server));
    }

    [Fact]
    public void Of_ConnectionLost_IsTransientAndGivesTheCause()
    {
        var fault = MongoFaults.Of(new MongoConnectionException(Connection, "Receiving failed.", new IOException("reset by peer")), Server);
        Assert.Contains("reset by peer", Assert.IsType<TransientFaultException>(fault).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ServerSelectionTimesOut_IsOneShortSentence()
    {
        var fault = MongoFaults.Of(new TimeoutException(new string('x', 5000)), Server);
        Assert.InRange(Assert.IsType<TransientFaultException>(fault).Message.Length, 20, 200);
    }

    [Fact]
    public void Of_UnknownCode_GivesTextAndCode()
    {
        var error = Assert.IsType<PermanentFaultException>(MongoFaults.Of(Command(10334), Server));
        Assert.Contains("why", error.Message, StringComparison.Ordinal);
        Assert.Contains("10334", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ConfigurationFault_DoesNotPassItsTextOn()
    {
        var error = MongoFaults.Of(new MongoConfigurationException("mongodb://boom:s3cr3t@host is wrong"), Server);
        Assert.DoesNotContain("s3cr3t", Assert.IsType<PermanentFaultException>(error).ToString(), StringComparison.Ordinal);
    }
}
