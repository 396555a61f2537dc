using Microsoft.Extensions.Logging;

namespace Boom.Messaging.Registry;

/// <summary>What is said of schemas in the log.</summary>
static partial class RegistryLog
{
    [LoggerMessage(2601, LogLevel.Information, "Schema {Number} ({Version}) of {Survey} comes from {Source}")]
    public static partial void Found(ILogger logger, uint number, Version version, string survey, string source);

    [LoggerMessage(2602, LogLevel.Debug, "No schema: {Reason}")]
    public static partial void NotFound(ILogger logger, string reason);

    [LoggerMessage(2603, LogLevel.Warning, "No schema {Number} of {Survey} from the {Source}: {Reason}")]
    public static partial void Trouble(ILogger logger, string source, string survey, uint number, string reason);

    [LoggerMessage(2606, LogLevel.Warning, "{Reason}")]
    public static partial void Waits(ILogger logger, string reason);

    [LoggerMessage(2604, LogLevel.Warning, "{Problem}")]
    public static partial void Damaged(ILogger logger, string problem);

    [LoggerMessage(2605, LogLevel.Warning, "The schema {Number} cannot be kept in {Folder}, and is fetched again by the next program: {Reason}")]
    public static partial void NotSaved(ILogger logger, uint number, string folder, string reason);
}
