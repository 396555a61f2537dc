using System.CommandLine;
using System.Globalization;

namespace Boom.Cli.Parsing;

/// <summary>Options with a time, checked while parsing: a number and its unit, <c>ms</c>, <c>s</c>, <c>min</c> or <c>h</c>.</summary>
internal static class DurationOption
{
    static readonly (string Unit, TimeSpan Length)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("min", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("h", TimeSpan.FromHours(1))];

    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = $"{description}: a time such as 39s, 500ms, 2min.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (TryParse(text, out var time))
                return time;
            result.AddError($"{name} is a time from 1ms to 24h, such as 39s, 500ms or 2min, not '{text}'.");
            return null;
        },
    };

    /// <summary>Reads a time from 1 ms to 24 h.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        foreach (var (unit, length) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
                continue;
            if (!double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            var milliseconds = number * length.TotalMilliseconds;
            if (milliseconds is not (>= 1 and <= 86_400_000))
                return false;
            time = TimeSpan.FromMilliseconds(milliseconds);
            return true;
        }

        return false;
    }
}
