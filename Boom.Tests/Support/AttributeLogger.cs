using Microsoft.Extensions.Logging;

namespace Boom.Tests.Support;

/// <summary>Keeps the attributes of each line, by name, as a collector would get them.</summary>
sealed class AttributeLogger(LogLevel least) : ILogger
{
    public List<IReadOnlyDictionary<string, object?>> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && state is IEnumerable<KeyValuePair<string, object?>> attributes)
            Lines.Add(attributes.ToDictionary());
    }

    /// <summary>The candids of the lines that have one.</summary>
    public IEnumerable<long> Candids() => Lines.Where(line => line.ContainsKey("Candid")).Select(line => (long)line["Candid"]!);
}
