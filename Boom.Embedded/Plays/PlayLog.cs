using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Plays;

/// <summary>What plays and their recovery say.</summary>
static partial class PlayLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Topic}: this source has been played to its end before ({Count} packets)")]
    public static partial void NothingLeft(ILogger logger, string topic, long count);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Topic}: the play goes on after {Count} packets")]
    public static partial void Resumed(ILogger logger, string topic, long count);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information,
        Message = "{Topic}: broker filled again, {Placeholders} packets are accounted for, {Republished} are published again")]
    public static partial void Restored(ILogger logger, string topic, long placeholders, long republished);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning,
        Message = "{Topic}: {Count} published packets are not accounted for and cannot be published again, because their source cannot be opened: {Source}")]
    public static partial void SourceGone(ILogger logger, string topic, long count, string source);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "Nothing is published until the ledger can be read: {Reason}")]
    public static partial void ProgressUnknown(ILogger logger, string reason);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "{Count} messages of filter workers are sent again, from {Folder}")]
    public static partial void SentAgain(ILogger logger, long count, string folder);
}
