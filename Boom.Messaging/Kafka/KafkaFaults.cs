using Boom.Core.Resilience;
using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <summary>Turns faults of the Kafka client into those of the pipeline: what passes by itself, and what somebody must mend.</summary>
static class KafkaFaults
{
    const string SignIn = "correct user, password and mechanism in Kafka:Security or in the connection string kafka";
    const string Rights = "grant the user the right to read, write or describe it";

    /// <summary>What the stages are to see.</summary>
    /// <param name="error">As the client gave it.</param>
    /// <param name="what">What was asked for, and where.</param>
    /// <param name="cause">The client's exception, if there is one.</param>
    public static Exception Of(Error error, string what, Exception? cause = null) => Remedy(error.Code) is { } remedy
        ? new PermanentFaultException($"The broker refuses ({what}: {error.Reason}): {remedy}.", cause)
        : new TransientFaultException($"The broker does not answer ({what}: {error.Reason}).", cause);

    /// <summary>Whether no waiting mends an error.</summary>
    public static bool IsPermanent(Error error) => Remedy(error.Code) is not null;

    // Names of the errors: Apache Kafka protocol, error codes; those that begin with Local are librdkafka's.
    static string? Remedy(ErrorCode code) => code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism or ErrorCode.IllegalSaslState => SignIn,
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
            or ErrorCode.TransactionalIdAuthorizationFailed => Rights,
        ErrorCode.Local_Ssl => "check its certificate, and ssl.ca.location in Kafka:Security",
        ErrorCode.UnsupportedVersion or ErrorCode.Local_UnsupportedFeature => "use Kafka 2.8 or later",
        ErrorCode.InconsistentGroupProtocol => "Consumer:Cooperative differs between the members of the group: let all have the same",
        ErrorCode.FencedInstanceId => "another program has the same Consumer:Instance: give each its own",
        ErrorCode.InvalidGroupId => "correct Consumer:GroupId",
        ErrorCode.InvalidConfig or ErrorCode.Local_InvalidArg or ErrorCode.InvalidReplicationFactor => "correct the setting that it names",
        ErrorCode.TopicException => "Kafka does not allow this name for a topic",
        _ => null,
    };
}
