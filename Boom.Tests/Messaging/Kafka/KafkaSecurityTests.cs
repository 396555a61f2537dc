using Boom.Messaging.Kafka;
using Confluent.Kafka;
using Xunit;

namespace Boom.Tests.Messaging.Kafka;

public sealed class KafkaSecurityTests
{
    const string Secret = "s3cret";

    [Fact]
    public void ApplyTo_NoUser_IsPlaintext()
    {
        var config = new KafkaSecurity().ApplyTo(new ClientConfig());
        Assert.Equal(SecurityProtocol.Plaintext, config.SecurityProtocol);
        Assert.Null(config.SaslUsername);
    }

    [Theory]
    [InlineData("", "scram-sha-512", SecurityProtocol.SaslPlaintext, SaslMechanism.ScramSha512)]
    [InlineData("sasl_ssl", "SCRAM-SHA-256", SecurityProtocol.SaslSsl, SaslMechanism.ScramSha256)]
    [InlineData("SASL_PLAINTEXT", "plain", SecurityProtocol.SaslPlaintext, SaslMechanism.Plain)]
    public void ApplyTo_User_SignsIn(string protocol, string mechanism, SecurityProtocol expected, SaslMechanism expectedMechanism)
    {
        var security = new KafkaSecurity { Protocol = protocol, Mechanism = mechanism, Username = "boom", Password = Secret };
        Assert.Empty(security.FindProblems());

        var config = security.ApplyTo(new ClientConfig());

        Assert.Equal((expected, expectedMechanism, "boom", Secret), (config.SecurityProtocol, config.SaslMechanism, config.SaslUsername, config.SaslPassword));
    }

    [Fact]
    public void ApplyTo_SettingsOfTheLibrary_KeepTheirEncryption()
    {
        var security = new KafkaSecurity { Username = "boom", Password = Secret };
        security.Use(new ClientConfig { SecurityProtocol = SecurityProtocol.SaslSsl, SaslMechanism = SaslMechanism.ScramSha256 });

        var config = security.ApplyTo(new ClientConfig());

        Assert.Equal((SecurityProtocol.SaslSsl, SaslMechanism.ScramSha256, "boom"), (config.SecurityProtocol, config.SaslMechanism, config.SaslUsername));
    }

    [Theory]
    [InlineData("ssl2", "scram-sha-512", "u", Secret, "", "Kafka:Protocol is ssl2")]
    [InlineData("", "md5", "u", Secret, "", "Kafka:Mechanism is md5")]
    [InlineData("", "plain", "u", "", "", "Kafka:Password is missing")]
    [InlineData("", "plain", "", Secret, "", "Kafka:Username is missing")]
    [InlineData("sasl_ssl", "plain", "", "", "", "which needs Kafka:Username")]
    [InlineData("ssl", "plain", "", "", "/nowhere/ca.pem", "Kafka:CaFile is /nowhere/ca.pem")]
    public void FindProblems_Wrong_NamesKeyButNoSecret(string protocol, string mechanism, string user, string password, string caFile, string expected)
    {
        var security = new KafkaSecurity { Protocol = protocol, Mechanism = mechanism, Username = user, Password = password, CaFile = caFile };
        var problem = Assert.Single(security.FindProblems());
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
    }
}
