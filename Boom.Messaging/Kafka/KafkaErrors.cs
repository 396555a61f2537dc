using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <summary>
/// What a client says of its connections besides the answers to calls. The library goes on trying where a login is refused, so a call only runs into
/// its time limit: what was refused meanwhile is the reason. Called from threads of the client.
/// </summary>
sealed class KafkaErrors
{
    volatile Error? _refusal;
    volatile Error? _last;

    public void Hear(Error error)
    {
        if (KafkaFaults.IsPermanent(error))
            _refusal = error;
        else if (error.Code != ErrorCode.Local_AllBrokersDown)
            _last = error;
    }

    /// <summary>Forgets what was: the broker has answered.</summary>
    public void Clear() => (_refusal, _last) = (null, null);

    /// <summary>Throws if something was refused since the broker last answered.</summary>
    /// <param name="what">What was asked for, and where.</param>
    public void ThrowIfRefused(string what)
    {
        if (_refusal is { } refusal)
            throw KafkaFaults.Of(refusal, what);
    }

    /// <summary>The fault of a call, with the reason that the connections gave if the call only ran into its time limit.</summary>
    public Exception Of(KafkaException fault, string what)
    {
        var isTimeLimit = fault.Error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown
            or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_MsgTimedOut or ErrorCode.RequestTimedOut;
        return KafkaFaults.Of((isTimeLimit ? _refusal ?? _last : null) ?? fault.Error, what, fault);
    }
}
