using Microsoft.Extensions.Logging;
using Xunit;

namespace Boom.Tests.Support;

/// <summary>Shows the log with the test that is running, which a test that fails prints.</summary>
/// <typeparam name="T">Whose log it is.</typeparam>
/// <param name="name">Tells it from others of its type.</param>
/// <param name="time">Clock of the lines.</param>
public sealed class TestOutputLogger<T>(string name, TimeProvider time) : ILogger<T>
{
    readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _output?.WriteLine($"{time.GetUtcNow():HH:mm:ss.fff} {name} {logLevel}: {formatter(state, exception)}");
        }
        catch (InvalidOperationException)
        {
            // The test is over.
        }
    }
}
