using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Boom.Tests.ServiceDefaults.Logging;

public sealed class BoomLoggingTests
{
    static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.AddBoomLogging();
        return builder.Services.AddSingleton(TimeProvider.System).BuildServiceProvider();
    }

    static bool IsEnabled(ServiceProvider services, string category, LogLevel level) =>
        services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level);

    [Theory]
    [InlineData("Boom.Consumer.Worker", LogLevel.Information, true)]
    [InlineData("Boom.Consumer.Worker", LogLevel.Debug, false)]
    [InlineData("Microsoft.AspNetCore", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore", LogLevel.Warning, true)]
    public void AddBoomLogging_NothingSaid_LogsInformationOfBoomAndWarningsOfLibraries(string category, LogLevel level, bool expected)
    {
        using var services = Build();
        Assert.Equal(expected, IsEnabled(services, category, level));
    }

    [Theory]
    [InlineData("Boom.Messaging.Kafka", LogLevel.Debug, true)]
    [InlineData("Boom.Storage", LogLevel.Information, false)]
    [InlineData("Boom.Storage", LogLevel.Warning, true)]
    [InlineData("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical, false)]
    public void AddBoomLogging_Directives_AreFollowedWhateverTheSectionSays(string category, LogLevel level, bool expected)
    {
        using var services = Build(("BOOM_LOG", "warn,Boom.Messaging=debug"), ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Boom.Storage", "Trace"));
        Assert.Equal(expected, IsEnabled(services, category, level));
    }

    [Theory]
    [InlineData("BOOM_LOG", "loud", "BOOM_LOG holds loud")]
    [InlineData("BOOM_LOG_FORMAT", "xml", "BOOM_LOG_FORMAT is xml; give text or json.")]
    [InlineData("BOOM_SPAN_EVENTS", "close,often", "BOOM_SPAN_EVENTS holds often")]
    public void AddBoomLogging_WrongValue_NamesItAndTheRemedy(string key, string value, string expected)
    {
        var fault = Assert.Throws<ConfigurationFaultException>(() => Build((key, value)));
        Assert.StartsWith(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, SpanEventKinds.None)]
    [InlineData("none", SpanEventKinds.None)]
    [InlineData("new, CLOSE", SpanEventKinds.New | SpanEventKinds.Close)]
    [InlineData("active", SpanEventKinds.Enter | SpanEventKinds.Exit)]
    [InlineData("full", SpanEventKinds.Full)]
    public void ReadSpanEvents_Words_AreAddedUp(string? text, SpanEventKinds expected) => Assert.Equal(expected, BoomLogging.ReadSpanEvents(text));
}
