using Microsoft.Extensions.Logging;

namespace Boom.ServiceDefaults.Logging;

/// <summary>
/// What is logged, as the environment variable <c>BOOM_LOG</c> says in the manner of <c>RUST_LOG</c>: directives separated by commas, a level for
/// everything or <c>category=level</c> for the categories that begin so, such as <c>info,Boom.Messaging=debug</c>. Of two that fit, the longer
/// category counts, of two alike the later one.
/// </summary>
/// <param name="Default">Level of what no category names.</param>
/// <param name="Categories">Beginnings of categories, and the least level that is logged of each.</param>
public sealed record LogDirectives(LogLevel Default, IReadOnlyList<(string Category, LogLevel Level)> Categories)
{
    /// <summary>Configuration key, and environment variable.</summary>
    public const string Key = "BOOM_LOG";

    static readonly OrderedDictionary<string, LogLevel> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["off"] = LogLevel.None, ["error"] = LogLevel.Error, ["warn"] = LogLevel.Warning,
        ["info"] = LogLevel.Information, ["debug"] = LogLevel.Debug, ["trace"] = LogLevel.Trace,
    };

    /// <summary>
    /// Without a word: information of Boom, warnings of the libraries. What health checks find is told where they are asked, and that the queue server is away
    /// by the stage that waits for it.
    /// </summary>
    public static LogDirectives Standard { get; } = Parse("info,Microsoft=warn,Microsoft.Extensions.Diagnostics.HealthChecks=off,StackExchange=off,System=warn");

    /// <summary>Reads directives. Levels and categories may be in any case; without a level for everything it is <c>info</c>.</summary>
    /// <exception cref="ConfigurationFaultException">Some are wrong: all of these are named.</exception>
    public static LogDirectives Parse(string text)
    {
        var everything = LogLevel.Information;
        var categories = new List<(string, LogLevel)>();
        var wrong = new List<string>();
        foreach (var directive in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = directive.Split('=', StringSplitOptions.TrimEntries);
            if (parts.Length > 2 || !Levels.TryGetValue(parts[^1], out var level) || (parts.Length == 2 && parts[0].Length == 0))
                wrong.Add(directive);
            else if (parts.Length == 1)
                everything = level;
            else
                categories.Add((parts[0], level));
        }

        return wrong.Count == 0
            ? new(everything, categories)
            : throw new ConfigurationFaultException(
                $"{Key} holds {string.Join(" and ", wrong)}: give a level ({string.Join(", ", Levels.Keys)}) or category=level, separated by commas, e.g. info,Boom.Messaging=debug.");
    }
}
