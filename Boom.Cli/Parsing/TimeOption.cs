using System.Globalization;
using Boom.Hosting;

namespace Boom.Cli.Parsing;

/// <summary>Options with a moment.</summary>
internal static class TimeOption
{
    /// <summary>A time (UTC) in milliseconds since 1970; null when there is none.</summary>
    /// <exception cref="ExitException">The text is no time.</exception>
    public static long? UnixMilliseconds(string option, string? text)
    {
        if (text is null)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new ExitException(ExitCode.Usage, $"{option} is a time, such as 2026-03-01 or 2026-03-01T12:00, not '{text}'.");
    }
}
