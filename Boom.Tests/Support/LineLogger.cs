using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Boom.Tests.Support;

/// <summary>Keeps the lines that are logged.</summary>
public sealed class LineLogger : ILoggerProvider
{
    readonly ConcurrentQueue<(string Category, string Line)> _lines = new();

    /// <summary>All of them.</summary>
    public IEnumerable<string> All => _lines.Select(line => line.Line);

    /// <summary>Those of one category.</summary>
    public IEnumerable<string> Of(string category) => _lines.Where(line => line.Category == category).Select(line => line.Line);

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, _lines);

    public void Dispose()
    {
    }

    sealed class Category(string name, ConcurrentQueue<(string, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((name, formatter(state, exception)));
    }
}
