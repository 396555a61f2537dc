using Boom.Core.Alerts;
using Boom.Core.Store;
using Microsoft.Extensions.Logging;

namespace Boom.Consumer;

static partial class ConsumerLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Reading {Topics} as group {GroupId}")]
    public static partial void Subscribed(ILogger logger, string topics, string groupId);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Consumer waits, and goes on by itself: {Reason}")]
    public static partial void Waiting(ILogger logger, string reason);

    [LoggerMessage(EventId = 9, Level = LogLevel.Debug, Message = "Attempt {Failures} failed")]
    public static partial void AttemptFailed(ILogger logger, Exception fault, int failures);

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Consumer goes on")]
    public static partial void GoesOn(ILogger logger);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "Paused: {Messages} packets lie in the packets queue, {Bytes} bytes")]
    public static partial void Paused(ILogger logger, long messages, long bytes);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "Resumed")]
    public static partial void Resumed(ILogger logger);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning,
        Message = "The queue server has lost messages: {Topic}[{Partition}] has no outcome at offset {Offset}, which has left the queue; reading again from there")]
    public static partial void ReadingAgain(ILogger logger, string topic, int partition, long offset);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning,
        Message = "The broker has deleted {Count} packets of {Topic}[{Partition}] before they were stored (offsets {First} to {Last}): they count as expired")]
    public static partial void Expired(ILogger logger, long count, string topic, int partition, long first, long last);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning,
        Message = "{Topic}, partitions {Partitions}: {Reason}. It is read from its beginning as {Name}, with an account of its own; alerts that come again are duplicates")]
    public static partial void MadeAnew(ILogger logger, string topic, string partitions, string reason, string name);

    [LoggerMessage(EventId = 14, Level = LogLevel.Debug,
        Message = "{Topic}[{Partition}] is {Name}: {Verdict}, short: {IsShort}; the broker has {Low} to {High}, expected was {Expected}, found {Found}")]
    public static partial void Identified(
        ILogger logger, string topic, int partition, string name, IncarnationVerdict verdict, bool isShort, long low, long high, ExpectedPackets? expected,
        PacketMark? found);

    [LoggerMessage(EventId = 13, Level = LogLevel.Warning, Message = "Consumer is refused, and tries again every minute: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(EventId = 7, Level = LogLevel.Information, Message = "Every packet of {Topics} is accounted for")]
    public static partial void Drained(ILogger logger, string topics);

    [LoggerMessage(EventId = 15, Level = LogLevel.Warning, Message = "{Reason}")]
    public static partial void IntakePaused(ILogger logger, string reason);

    [LoggerMessage(EventId = 16, Level = LogLevel.Information, Message = "The intake of {Survey} goes on")]
    public static partial void IntakeResumed(ILogger logger, string survey);

    [LoggerMessage(EventId = 17, Level = LogLevel.Warning, Message = "{Reason}; joining the group again, so that it gives out its partitions anew")]
    public static partial void JoinsAgain(ILogger logger, string reason);

    [LoggerMessage(EventId = 18, Level = LogLevel.Debug, Message = "What the group reads could not be told")]
    public static partial void GroupNotSeen(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 19, Level = LogLevel.Information,
        Message = "The broker does not have partitions {Partitions} of {Topic}, which the group gave us; each is read from where it is due when it is there")]
    public static partial void Lacking(ILogger logger, string topic, string partitions);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "Stopped after {Queued} packets")]
    public static partial void Stopped(ILogger logger, long queued);
}
