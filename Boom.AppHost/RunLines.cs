using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Boom.AppHost;

/// <summary>What a run of a program has written.</summary>
static class RunLines
{
    // By the app, about the commands that started the run.
    static readonly string[] OfTheApp = ["Executing command '", "Successfully executed command '"];

    /// <summary>Reads the lines since a run began, without the time that the orchestrator puts before each.</summary>
    /// <param name="services">Services of the app.</param>
    /// <param name="resourceId">The program.</param>
    /// <param name="since">When the run began, UTC; null for all there is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="errorsOnly">Those of the error stream alone.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        IServiceProvider services, string resourceId, DateTime? since, CancellationToken cancellationToken, bool errorsOnly = false)
    {
        var lines = new List<string>();
        await foreach (var batch in services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resourceId).WithCancellation(cancellationToken))
            lines.AddRange(batch.Where(line => line.IsErrorMessage || !errorsOnly).Select(line => Find(line.Content, since)).OfType<string>());
        return lines;
    }

    /// <summary>The text of a line; null when it was written before the run, or by the app or the orchestrator.</summary>
    internal static string? Find(string content, DateTime? since)
    {
        var end = content.IndexOf(' ', StringComparison.Ordinal);
        var stamp = end < 0 ? content : content[..end];
        if (!stamp.Contains('T', StringComparison.Ordinal) || !DateTime.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var written))
            return IsOfTheApp(content) ? null : content;
        var text = end < 0 ? "" : content[(end + 1)..];
        return written < since || IsOfTheApp(text) || text.StartsWith("[sys] ", StringComparison.Ordinal) ? null : text;
    }

    static bool IsOfTheApp(string text) => OfTheApp.Any(start => text.StartsWith(start, StringComparison.Ordinal));
}
