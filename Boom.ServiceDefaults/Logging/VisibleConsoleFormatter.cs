using System.Globalization;
using Boom.Core.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Boom.ServiceDefaults.Logging;

/// <summary>
/// A line per entry for people: time (UTC), level, category, event, message, and what was thrown. What packets hold is written as visible text, so that
/// it neither steers the terminal nor passes for an entry of its own.
/// </summary>
sealed class VisibleConsoleFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "boom";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var at = time.GetUtcNow().ToString(BoomLogging.TimestampFormat, CultureInfo.InvariantCulture);
        textWriter.Write(string.Create(CultureInfo.InvariantCulture, $"{at} {Word(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] {VisibleText.Of(message)}"));
        if (logEntry.Exception is { } thrown)
            textWriter.Write($" {OneLine(thrown.ToString())}");
        textWriter.Write(Environment.NewLine);
    }

    static string OneLine(string text) => string.Join(' ', text.Split('\n').Select(line => VisibleText.Of(line.TrimEnd('\r'))));

    static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
