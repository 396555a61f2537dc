using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Readers;

/// <summary>What the gate of the readers tells.</summary>
static partial class ReadersLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A reader of the streams was not let in: the user is not {User}, or the password is wrong.")]
    public static partial void Refused(ILogger logger, string user);
}
