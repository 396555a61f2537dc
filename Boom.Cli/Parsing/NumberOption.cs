using System.CommandLine;
using System.Globalization;

namespace Boom.Cli.Parsing;

/// <summary>Options with a number, checked while parsing; the message names the range.</summary>
internal static class NumberOption
{
    public static Option<long?> Whole(string name, string description, long minimum, long maximum) => new(name)
    {
        Description = $"{description}, {minimum} to {maximum}.",
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
                return number;
            result.AddError($"{name} is a whole number from {minimum} to {maximum}, not '{text}'.");
            return null;
        },
    };

    /// <summary>A rate per second: <c>200</c> or <c>200/s</c>.</summary>
    public static Option<double?> Rate(string description = "Publish at most so many packets per second") => new("--rate")
    {
        Description = $"{description}, 0.001 to 1000000; default: as fast as they are read.",
        HelpName = "N/s",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            var number = text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text;
            if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 0.001 and <= 1e6)
                return rate;
            result.AddError($"--rate is a number per second from 0.001 to 1000000, like 200/s, not '{text}'.");
            return null;
        },
    };

    /// <summary>A night, as <c>yyyyMMdd</c>, from 1900 to 2999.</summary>
    public static Option<DateOnly?> Night(string description) => new("--night")
    {
        Description = description,
        HelpName = "yyyyMMdd",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var night) && night.Year is >= 1900 and <= 2999)
                return night;
            result.AddError(text.Length == 8 && text.All(char.IsAsciiDigit)
                ? $"--night is a date from 19000101 to 29991231, written yyyyMMdd: there is no day {text} among them."
                : $"--night is a date from 19000101 to 29991231, written yyyyMMdd, not '{text}'.");
            return null;
        },
    };
}
