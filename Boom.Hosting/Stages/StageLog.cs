using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Microsoft.Extensions.Logging;

namespace Boom.Hosting.Stages;

/// <summary>What the workers of a stage say in the log.</summary>
/// <param name="worker">Name of a worker.</param>
/// <param name="messages">What its queue holds.</param>
sealed partial class StageLog(ILogger logger, string worker, string messages, Survey survey) : ILeaseListener
{
    readonly string _worker = char.ToUpperInvariant(worker[0]) + worker[1..];

    public void Started(int slot, int batchSize) => Started(logger, _worker, survey.ToUpperName(), slot, batchSize, messages);

    public void Stopped(int slot) => Stopped(logger, _worker, survey.ToUpperName(), slot);

    public void OnFailure(ClaimedMessage message, Exception exception)
    {
        if (CandidText.TryParse(message.Message.Payload.Span, out var candid))
            AlertAttemptFailed(logger, _worker, message.Attempt, candid, message.Message.Origin, exception);
        else
            AttemptFailed(logger, _worker, message.Attempt, message.Message.Origin, exception);
    }

    public void OnPaused(TransientFaultException fault) => Paused(logger, _worker, fault.Message);

    public void OnRefused(PermanentFaultException fault) => Refused(logger, _worker, fault.Message);

    public void OnReleaseFailed(Exception fault) => ReleaseFailed(logger, fault.Message);

    public void OnResumed() => Resumed(logger, _worker);

    [LoggerMessage(2001, LogLevel.Information, "{Worker} {Survey} {Slot} started, {BatchSize} {Messages} at a time")]
    static partial void Started(ILogger logger, string worker, string survey, int slot, int batchSize, string messages);

    [LoggerMessage(2002, LogLevel.Information, "{Worker} {Survey} {Slot} stopped")]
    static partial void Stopped(ILogger logger, string worker, string survey, int slot);

    [LoggerMessage(2003, LogLevel.Warning, "{Worker} pauses: {Reason}")]
    static partial void Paused(ILogger logger, string worker, string reason);

    [LoggerMessage(2004, LogLevel.Information, "{Worker} goes on")]
    static partial void Resumed(ILogger logger, string worker);

    [LoggerMessage(2006, LogLevel.Error, "{Worker}: attempt {Attempt} at packet {Origin} failed")]
    static partial void AttemptFailed(ILogger logger, string worker, int attempt, PacketOrigin origin, Exception exception);

    [LoggerMessage(2011, LogLevel.Error, "{Worker}: attempt {Attempt} at alert {Candid} of packet {Origin} failed")]
    static partial void AlertAttemptFailed(ILogger logger, string worker, int attempt, long candid, PacketOrigin origin, Exception exception);

    [LoggerMessage(2007, LogLevel.Error, "{Worker} is refused, and tries again every minute: {Reason}")]
    static partial void Refused(ILogger logger, string worker, string reason);

    [LoggerMessage(2008, LogLevel.Warning, "What was claimed could not be given back, and comes back when its lease has run out: {Reason}")]
    static partial void ReleaseFailed(ILogger logger, string reason);
}
