using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Boom.ServiceDefaults.Logging;

/// <summary>Lines for people or for machines, of what <c>BOOM_LOG</c> and <c>BOOM_SPAN_EVENTS</c> ask for.</summary>
public static class BoomLogging
{
    /// <summary>Key of the form of the lines: <c>text</c> or <c>json</c>.</summary>
    public const string FormatKey = "BOOM_LOG_FORMAT";

    /// <summary>Key of the points in the life of spans.</summary>
    public const string SpanEventsKey = "BOOM_SPAN_EVENTS";

    const string TextFormat = "text", JsonFormat = "json";

    internal const string TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>Sets logging up.</summary>
    /// <exception cref="ConfigurationFaultException">A key holds what it cannot; the message names it.</exception>
    public static void AddBoomLogging(this IHostApplicationBuilder builder)
    {
        var directives = ReadDirectives(builder.Configuration);
        AddConsole(builder.Logging, builder.Configuration[FormatKey]);
        AddFilters(builder.Logging, directives ?? LogDirectives.Standard);

        // Once it is said what is logged, the section Logging of the configuration has no say.
        if (directives is not null)
            builder.Services.PostConfigure<LoggerFilterOptions>(options => Replace(options, directives));
        builder.AddSpanEvents();
    }

    /// <summary>Filters what a program logs in a way of its own, as <c>BOOM_LOG</c> says.</summary>
    /// <exception cref="ConfigurationFaultException">A directive is wrong.</exception>
    public static void AddDirectives(this ILoggingBuilder logging, IConfiguration configuration)
    {
        var directives = ReadDirectives(configuration) ?? LogDirectives.Standard;
        logging.SetMinimumLevel(directives.Default);
        AddFilters(logging, directives);
    }

    /// <summary>Logs the points in the life of spans that <c>BOOM_SPAN_EVENTS</c> names.</summary>
    /// <exception cref="ConfigurationFaultException">A word is none of them.</exception>
    public static void AddSpanEvents(this IHostApplicationBuilder builder)
    {
        var spans = ReadSpanEvents(builder.Configuration[SpanEventsKey]);
        builder.Services.AddSingleton<IHostedService>(provider => new SpanEventLog(
            spans, provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Reads the points in the life of spans.</summary>
    /// <exception cref="ConfigurationFaultException">A word is none of them.</exception>
    internal static SpanEventKinds ReadSpanEvents(string? text)
    {
        var kinds = SpanEventKinds.None;
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Array.Exists(Enum.GetNames<SpanEventKinds>(), name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase)))
                throw new ConfigurationFaultException($"{SpanEventsKey} holds {word}: give none or some of new, enter, exit, close, active and full, separated by commas.");
            kinds |= Enum.Parse<SpanEventKinds>(word, ignoreCase: true);
        }

        return kinds;
    }

    /// <summary>Whether what is to be logged is understood; answers true.</summary>
    /// <exception cref="ConfigurationFaultException">A key holds what it cannot; the message names it.</exception>
    public static bool Check(IConfiguration configuration)
    {
        _ = ReadDirectives(configuration);
        _ = ReadSpanEvents(configuration[SpanEventsKey]);
        return configuration[FormatKey]?.Trim().ToLowerInvariant() is null or "" or TextFormat or JsonFormat ? true : throw WrongFormat(configuration[FormatKey]);
    }

    static ConfigurationFaultException WrongFormat(string? format) => new($"{FormatKey} is {format}; give {TextFormat} or {JsonFormat}.");

    static LogDirectives? ReadDirectives(IConfiguration configuration) =>
        configuration[LogDirectives.Key] is { } text && !string.IsNullOrWhiteSpace(text) ? LogDirectives.Parse(text) : null;

    static void AddConsole(ILoggingBuilder logging, string? format)
    {
        logging.ClearProviders();
        switch (format?.Trim().ToLowerInvariant())
        {
            case null or "" or TextFormat:
                logging.Services.TryAddSingleton(TimeProvider.System);
                logging.AddConsole(console => console.FormatterName = VisibleConsoleFormatter.FormatterName)
                    .AddConsoleFormatter<VisibleConsoleFormatter, ConsoleFormatterOptions>();
                break;
            case JsonFormat:
                logging.AddJsonConsole(console =>
                {
                    console.IncludeScopes = true;
                    console.UseUtcTimestamp = true;
                    console.TimestampFormat = TimestampFormat;
                });
                break;
            default:
                throw WrongFormat(format);
        }
    }

    static void AddFilters(ILoggingBuilder logging, LogDirectives directives)
    {
        foreach (var rule in Rules(directives))
            logging.AddFilter(rule.CategoryName, rule.LogLevel!.Value);
    }

    static void Replace(LoggerFilterOptions options, LogDirectives directives)
    {
        options.Rules.Clear();
        options.MinLevel = directives.Default;
        foreach (var rule in Rules(directives))
            options.Rules.Add(rule);
    }

    // Faults of the start and of workers are told by the program, in a sentence.
    static IEnumerable<LoggerFilterRule> Rules(LogDirectives directives) =>
    [
        new LoggerFilterRule(null, null, directives.Default, null),
        .. directives.Categories.Select(category => new LoggerFilterRule(null, category.Category, category.Level, null)),
        new LoggerFilterRule(null, "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None, null),
    ];
}
