using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Boom.Cli.Hosting;

/// <summary>Writes the log of a run to a file of the data folder; the one before is kept when it grew large.</summary>
internal sealed class FileLog : ILoggerProvider
{
    const long KeepBytes = 10_000_000;

    readonly StreamWriter _writer;
    readonly TimeProvider _time;
    readonly Lock _gate = new();

    /// <param name="path">The file; appended to.</param>
    /// <param name="time">Clock of the lines.</param>
    public FileLog(string path, TimeProvider time)
    {
        if (new FileInfo(path) is { Exists: true, Length: > KeepBytes })
            File.Move(path, path + ".1", overwrite: true);
        _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _time = time;
    }

    public ILogger CreateLogger(string categoryName) => new CategoryLogger(this, categoryName);

    public void Dispose() => _writer.Dispose();

    void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var at = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        lock (_gate)
        {
            _writer.WriteLine($"{at} {level,-11} {category}: {message}");
            if (exception is not null)
                _writer.WriteLine(exception);
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
