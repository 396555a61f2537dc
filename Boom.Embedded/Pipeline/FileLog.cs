using System.Globalization;
using Boom.Core.Text;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Pipeline;

/// <summary>
/// Writes the log of a run to a file, warnings and worse also to where a person sees them. Before the file is open, lines go nowhere. An entry is
/// one line, and what packets hold cannot steer a terminal.
/// </summary>
sealed class FileLog(TimeProvider time, LogLevel shownLevel, Action<string> show) : ILoggerProvider
{
    const long KeepBytes = 10_000_000;

    readonly Lock _gate = new();
    StreamWriter? _writer;

    /// <summary>Appends to this file from now on; what is in it is moved aside first when it has grown large.</summary>
    public void Open(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > KeepBytes })
            File.Move(path, path + ".1", overwrite: true);
        _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    public ILogger CreateLogger(string categoryName) => new CategoryLogger(this, categoryName);

    public void Dispose()
    {
        lock (_gate)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var at = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        lock (_gate)
        {
            _writer?.WriteLine($"{at} {level,-11} {category}: {VisibleText.Of(message)}{(exception is null ? "" : $"{Environment.NewLine}  {VisibleText.Lines(exception.ToString())}")}");
            // What libraries say is for the log alone.
            if (level >= shownLevel && category.StartsWith("Boom.", StringComparison.Ordinal))
                show(message);
        }
    }

    sealed class CategoryLogger(FileLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, category, formatter(state, exception), exception);
    }
}
